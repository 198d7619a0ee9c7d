"""tcp-echo client: one thread sends stdin while the main thread prints the replies, so neither can block the other."""
import os
import socket
import sys
import threading

asked = 0       # lines sent


def send_input(sock):
    global asked
    last = b"\n"
    try:
        while chunk := os.read(0, 65536):
            asked += chunk.count(b"\n")
            last = chunk[-1:]
            sock.sendall(chunk)
        if last != b"\n":
            asked += 1
            sock.sendall(b"\n")
        sock.shutdown(socket.SHUT_WR)
    except OSError:
        pass    # the main thread misses the replies


def main():
    host, port = sys.argv[1], int(sys.argv[2])
    answered = 0
    with socket.create_connection((host, port)) as sock:
        sender = threading.Thread(target=send_input, args=(sock,), daemon=True)
        sender.start()
        while data := sock.recv(65536):
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
            answered += data.count(b"\n")
        if answered == asked:
            sender.join()
    if answered < asked:
        sys.exit(f"the server closed the connection after {answered} of {asked} replies")


try:
    main()
except OSError as problem:
    sys.exit(f"connection failed: {problem}")
