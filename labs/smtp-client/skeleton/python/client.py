"""smtp-client: delivers one message to a mail server.   Handout: HANDOUT.md

    python3 client.py <host> <port> <from> <subject> <to> [<to> ...] < body
"""
import os
import sys

# What the exit status says: os.EX_OK (0), the message was accepted for every recipient; os.EX_UNAVAILABLE (69), refused
# for good (a reply 5yz); os.EX_TEMPFAIL (75), may work later (a reply 4yz, no connection, a connection that is lost, no
# reply in time).

# How long to wait for a connection, for each reply, and for a write that does not get on, in seconds.
TIMEOUT = int(os.environ.get("TIMEOUT_MS", "10000")) / 1000


def main():
    """Returns the exit status."""
    host, port, sender, subject, *recipients = sys.argv[1:]
    # UTF-8 text, as bytes. Its lines may end with LF, with CR or with both, the last one with nothing.
    body = sys.stdin.buffer.read()

    # Your work, in this order (the checks go the same way, so you see each step turn green):
    #
    # 1. Connect to `host` and `port` (socket.create_connection) and wait for the greeting, a reply 220. A reply is bytes
    #    that come as they like: it is over when a line without a hyphen behind its code is over, and not before.
    # 2. The commands, each with CRLF and each after the whole reply to the one before: EHLO or HELO, MAIL FROM:<...>, a
    #    RCPT TO:<...> for each one of `recipients`, DATA.
    # 3. After the 354: a header (From, To, Subject, Date, Message-ID), a blank line, the body, every line with CRLF, and
    #    a line that is only a dot. Wait for the reply, say QUIT, wait for the reply.
    # 4. Lines that begin with a dot; an empty body; a last line without a line end; lines of more than 998 characters.
    # 5. Characters outside ASCII: in the body (MIME: Content-Type, Content-Transfer-Encoding), in the subject (RFC 2047).
    # 6. Refusals. What does a 550 to one recipient mean for the others? To all? Say QUIT in any case, and tell the truth
    #    by the exit status.
    # 7. Servers that say nothing, or nothing any more (settimeout), and connections that break (OSError).
    # 8. Who writes the subject and the addresses? What if there is a line end in one?

    print(f"client.py is not written yet (asked to bring {len(body)} bytes to {host}:{port})", file=sys.stderr)
    return 1


sys.exit(main())
