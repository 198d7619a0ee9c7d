"""pop3-server: lets users read and delete their mail, by POP3.   Handout: HANDOUT.md

    python3 server.py <port> <maildrop-dir>
"""
import os
import socket
import sys

PORT = int(sys.argv[1])
MAILDROPS = sys.argv[2]    # the folder with the file `users`, and with a folder of messages for each of them
IDLE = int(os.environ.get("IDLE_TIMEOUT_MS", "600000")) / 1000    # in seconds


def serve(connection):
    """Talks to one client until it is done."""
    connection.sendall(b"+OK who are you?\r\n")
    while True:
        piece = connection.recv(65536)
        if not piece:
            return    # the client has closed its sending side, and did not say QUIT
        # `piece` is what happened to arrive: perhaps one byte of a command, perhaps two commands and a half. It is
        # bytes; think before you decode it. For now each piece is taken for one command, and refused. Your work, in
        # this order (the checks go the same way, so you see each step turn green):
        #
        # 1. Keep what has come until a command is whole. What comes behind it is the next command: do not lose it.
        #    Keywords come in any case.
        # 2. Read the file `users`. USER, then PASS: look well at what belongs to a password. Only names in the file are
        #    names. Before PASS everything but QUIT is refused, and a QUIT removes nothing.
        # 3. The lock: from PASS on the maildrop is this session's alone. Until when? What if a session never says QUIT?
        #    Others are served meanwhile (see `main`).
        # 4. STAT and LIST. Which files are messages, in what order, and what if one arrives in the middle? Octets count
        #    what RETR sends: is that the size of the file?
        # 5. RETR: `+OK`, the message, a line that is only a dot. What if the message has such a line, or one that
        #    begins with a dot? What if its last line has no end?
        # 6. DELE marks, RSET unmarks, QUIT removes. What is the number of message 2 when 1 is marked? And what becomes
        #    of the marks when the client is gone without QUIT?
        # 7. Refuse what is unknown, and numbers of no message, and go on.
        # 8. A client that brings no whole command for IDLE is given up (settimeout). What has it lost?
        # 9. Think of a message of 20 MiB: who waits while it is sent?
        if piece == b"QUIT\r\n":
            connection.sendall(b"+OK bye\r\n")
            return
        connection.sendall(b"-ERR not implemented yet\r\n")


def main():
    with socket.create_server(("127.0.0.1", PORT), backlog=256) as listener:
        while True:
            connection, address = listener.accept()
            # Your work: this loop serves one client and then the next, so the second waits for the first. Many clients
            # are connected at the same time (threading, selectors and asyncio are all in the standard library). One
            # that breaks its connection (OSError) must not take the others with it, nor keep its maildrop locked.
            with connection:
                serve(connection)


main()
