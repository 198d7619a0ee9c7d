"""tcp-echo client: a thread sends the lines, the main thread prints the replies."""
import os
import socket
import sys
import threading

asked = 0
answered = 0


def send_lines(sock):
    global asked
    try:
        for line in sys.stdin.buffer:
            asked += 1
            sock.sendall(line.rstrip(b"\n") + b"\n")
        sock.shutdown(socket.SHUT_WR)
    except OSError as problem:
        print("sending stopped:", problem, file=sys.stderr)


def finish(status, message=""):
    """Ends the program at once, even while the other thread still waits for stdin."""
    if message:
        print(message, file=sys.stderr, flush=True)
    sys.stdout.flush()
    os._exit(status)


try:
    sock = socket.create_connection((sys.argv[1], int(sys.argv[2])))
    sender = threading.Thread(target=send_lines, args=(sock,))
    sender.start()
    for reply in sock.makefile("rb"):
        sys.stdout.buffer.write(reply)
        if reply.endswith(b"\n"):
            answered += 1
except OSError as problem:
    finish(1, f"connection failed: {problem}")

if answered == asked:
    sender.join()
if answered < asked:
    finish(1, f"only {answered} of {asked} lines were answered")
finish(0)
