"""udp-echo client: a new socket for every line, so that a late reply to an earlier one finds nobody."""
import os
import socket
import sys
import time

SENDS = 3
TIMEOUT = float(os.environ.get("TIMEOUT_MS", "1000")) / 1000


def receive_from(sock, server, deadline):
    """The first datagram that comes from the server, or None when the time is up."""
    while (left := deadline - time.monotonic()) > 0:
        sock.settimeout(left)
        try:
            reply, sender = sock.recvfrom(65535)
        except socket.timeout:
            return None
        if sender == server:
            return reply
    return None


def ask(line, server):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        for _ in range(SENDS):
            sock.sendto(line, server)
            reply = receive_from(sock, server, time.monotonic() + TIMEOUT)
            if reply is not None:             # an empty reply is a reply
                return reply
    return None


def main():
    server = (sys.argv[1], int(sys.argv[2]))
    status = 0
    for line in sys.stdin.buffer:
        reply = ask(line.removesuffix(b"\n"), server)
        if reply is None:
            print("no answer to", line, file=sys.stderr)
            status = 1
        else:
            sys.stdout.buffer.write(reply + b"\n")
            sys.stdout.buffer.flush()
    return status


sys.exit(main())
