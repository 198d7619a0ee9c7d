"""udp-echo server: one socket, one datagram after the other."""
import socket
import sys

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", int(sys.argv[1])))
while True:
    try:
        data, sender = sock.recvfrom(65535)
        sock.sendto(data.upper(), sender)     # bytes.upper() changes ASCII letters only
    except OSError as problem:                # one client's trouble is not the others'
        print("not answered:", problem, file=sys.stderr)
