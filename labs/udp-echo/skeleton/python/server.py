"""udp-echo server: sends every datagram back with a-z in upper case.   Handout: HANDOUT.md, "The server"

    python3 server.py <port>
"""
import socket
import sys


def main():
    port = int(sys.argv[1])
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", port))
        while True:
            datagram, sender = sock.recvfrom(65535)
            # Your work: send one datagram back. `datagram` is bytes, of any value and of any length, zero included;
            # think before you decode it. Where does the reply go, and from which port must it come? And what if it
            # cannot be delivered (OSError)? The next client must not notice. For now nothing is sent.


main()
