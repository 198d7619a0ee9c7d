"""smtp-client: HELO, base64, blocking reads and writes; the body goes from stdin to the server as it comes.

    python3 client.py <host> <port> <from> <subject> <to> [<to> ...] < body

Line breaks in the arguments are taken out. Exits with 1 after a permanent failure, with 75 after any other.
"""
import math
import os
import sys

from message import body_lines, header_lines, one_line, one_word
from smtp import Refused, Server

ACCEPTED, PERMANENT, TEMPORARY = 0, 1, 75

# A timer in whole seconds, as many mail programs have it.
TIMEOUT = math.ceil(int(os.environ.get("TIMEOUT_MS", "10000")) / 1000)


def deliver(server, sender, subject, recipients, refusals):
    """Adds to `refusals` the codes of the replies that refused something."""
    try:
        server.expect("220", server.reply())
        server.greeted = True
        server.command("250", "helo localhost.localdomain")
        server.command("250", f"mail from:<{sender}>")
        for recipient in recipients:
            try:
                server.command("25", f"rcpt to:<{recipient}>")
            except Refused as refusal:
                refusals.append(refusal.code)
        if len(refusals) < len(recipients):
            server.command("354", "data")
            server.send(header_lines(sender, subject, recipients))
            for lines in body_lines(sys.stdin.buffer):
                server.send(lines)
            server.command("250", ".")
    except Refused as refusal:
        refusals.append(refusal.code)
    if server.greeted:
        if refusals:
            server.command("250", "rset")
        server.command("221", "quit")


def main():
    host, port, sender, subject, *recipients = sys.argv[1:]
    sender, recipients = one_word(sender), [one_word(recipient) for recipient in recipients]
    refusals = []
    try:
        with Server(host, int(port), TIMEOUT) as server:
            deliver(server, sender, one_line(subject), recipients, refusals)
    except Refused as refusal:
        print("to RSET or QUIT:", refusal, file=sys.stderr)    # no matter: the message has its answer
    except OSError as problem:
        print("no connection:", problem, file=sys.stderr)
        refusals.append("400")
    if not refusals:
        return ACCEPTED
    return PERMANENT if any(code >= "500" for code in refusals) else TEMPORARY


sys.exit(main())
