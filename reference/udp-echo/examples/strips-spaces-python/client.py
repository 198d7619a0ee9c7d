"""udp-echo client: empties its socket before every new line, so that a late reply is not taken for the next one's."""
import os
import select
import socket
import sys
import time

server = (sys.argv[1], int(sys.argv[2]))
timeout = int(os.environ.get("TIMEOUT_MS", 1000)) / 1000
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)


def wait_readable(seconds):
    return select.select([sock], [], [], max(seconds, 0))[0]


def ask(line):
    while wait_readable(0):
        sock.recvfrom(65535)
    for attempt in range(3):
        sock.sendto(line, server)
        deadline = time.monotonic() + timeout
        while wait_readable(deadline - time.monotonic()):
            reply, sender = sock.recvfrom(65535)
            if sender == server:
                return reply
    return None


status = 0
for line in sys.stdin.buffer:
    if line.endswith(b"\n"):
        line = line[:-1]
    reply = ask(line)
    if reply is None:
        print("no answer:", line, file=sys.stderr)
        status = 1
    else:
        sys.stdout.buffer.write(reply + b"\n")
sys.exit(status)
