"""http-server: files, uploads, a form and a visit counter by HTTP/1.1.   Handout: HANDOUT.md

    python3 server.py <port> <root>
"""
import os
import socket
import sys

PORT = int(sys.argv[1])
ROOT = os.path.realpath(sys.argv[2])    # the folder to serve, symbolic links in its own path resolved
IDLE = int(os.environ.get("IDLE_TIMEOUT_MS", "30000")) / 1000    # in seconds


def serve(connection):
    """Talks to one client until it is done."""
    while True:
        piece = connection.recv(65536)
        if not piece:
            return    # the client has closed its sending side, perhaps after its last request, and still reads
        # `piece` is what happened to arrive: perhaps one byte of a request, perhaps two requests and a half. It is
        # bytes; think before you decode it. For now it is thrown away. Your work, in this order (the checks go the
        # same way, so you see each step turn green):
        #
        # 1. Keep what has come until the empty line that ends a head is there. Split it into a request line and fields.
        #    What comes behind it is a body, or the next request: do not lose it.
        # 2. Answer a GET with the file under ROOT: status line, Date, Content-Type, Content-Length (of bytes!), an
        #    empty line, the bytes. Then 404, HEAD, folders, percent-encoding, queries.
        # 3. Never a byte from outside ROOT. Decode first, then decide; where does the name really lead?
        # 4. Last-Modified, If-Modified-Since and 304.
        # 5. Keep the connection open for the next request, and know when not to. Answer pipelined requests in order.
        # 6. Refuse what is malformed, with a complete response, and serve on.
        # 7. Bodies: Content-Length and chunked. PUT and DELETE under /files/, POST /form. What if a body is cut off
        #    half-way, or if nobody wants it?
        # 8. GET /visits: a cookie tells your clients apart.
        # 9. Think of a file of 50 MiB and eight clients that read slowly: how much of it is in your memory?


def main():
    with socket.create_server(("127.0.0.1", PORT), backlog=256) as listener:
        while True:
            connection, address = listener.accept()
            # Your work: this loop serves one client and then the next, so the second waits for the first. Many clients
            # are connected at the same time, most of them idle (threading, selectors and asyncio are all in the
            # standard library). One that breaks its connection (OSError) must not take the others with it, and one that
            # stays silent for IDLE, before or within a request, is closed (settimeout).
            with connection:
                serve(connection)


main()
