"""tcp-echo server: sends every line back with a-z in upper case.   Handout: HANDOUT.md, "The server"

    python3 server.py <port>
"""
import socket
import sys


def serve(connection):
    """Talks to one client until it is done."""
    while True:
        piece = connection.recv(65536)
        if not piece:
            # Your work: the client has closed its sending side and still reads. What do you owe it before you close, too?
            return
        # Your work: answer what has come; a whole line must not wait for more. `piece` is what happened to arrive:
        # perhaps one byte, perhaps ten lines and a half. It is bytes; think before you decode it. For now it is
        # thrown away.


def main():
    port = int(sys.argv[1])
    with socket.create_server(("127.0.0.1", port), backlog=256) as listener:
        while True:
            connection, address = listener.accept()
            # Your work: this loop serves one client and then the next, so the second waits for the first. Many
            # clients are connected at the same time (threading, selectors and asyncio are all in the standard
            # library), and a client that breaks its connection (OSError) must not take the others with it.
            with connection:
                serve(connection)


main()
