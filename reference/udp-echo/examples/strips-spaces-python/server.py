"""udp-echo server."""
import socket
import sys


def main():
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind(("", int(sys.argv[1])))
    while True:
        try:
            message, client = sock.recvfrom(65535)
            sock.sendto(message.strip().upper(), client)
        except OSError as problem:
            print("error:", problem, file=sys.stderr)


main()
