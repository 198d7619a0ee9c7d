"""Tries to disturb the grader's parties from a second process: as client it opens more connections beside its own, as server it floods the ports that its clients come from; each must get what the right program earns."""
import os
import signal
import socket
import sys
import threading

signal.alarm(50)


def disturb(address, times):
    for _ in range(times):
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
            with socket.socket(socket.AF_INET, kind) as extra:
                try:
                    extra.settimeout(0.2)
                    extra.connect(address)
                    extra.send(b"HELLO\nforged\n")
                except OSError:
                    pass


def helper(address, times):
    pid = os.fork()
    if pid == 0:
        disturb(address, times)
        os._exit(0)
    return pid


def serve(connection, peer):
    helper(peer, 200)
    with connection, connection.makefile("rb") as lines:
        for line in lines:
            connection.sendall(line.upper())


if len(sys.argv) == 2:
    listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
    while True:
        connection, peer = listener.accept()
        if os.fork() == 0:
            listener.close()
            serve(connection, peer)
            os._exit(0)
        connection.close()

address = (sys.argv[1], int(sys.argv[2]))
with socket.create_connection(address) as connection:
    pid = helper(address, 3)
    sender = threading.Thread(target=lambda: (connection.sendall(sys.stdin.buffer.read()), connection.shutdown(socket.SHUT_WR)))
    sender.start()
    while data := connection.recv(65536):
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    sender.join()
os.waitpid(pid, 0)
