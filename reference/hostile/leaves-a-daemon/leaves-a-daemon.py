"""Tries to outlive its run as a daemon that has left its session, folder, streams and environment, and holds the port (for 30 s); nothing of it must be left when the submission is graded."""
import os
import signal
import socket
import sys
import time

signal.alarm(50)
listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.chdir("/")
        os.dup2(listener.fileno(), 3)
        os.set_inheritable(3, True)
        os.closerange(0, 3)
        os.closerange(4, 1024)
        os.execve(sys.executable, [sys.executable, "-c", "import time; time.sleep(30)", "leaves-a-daemon"], {})
    os._exit(0)
os.wait()
while True:
    connection, _ = listener.accept()
    with connection, connection.makefile("rb") as lines:
        for line in lines:
            connection.sendall(line.upper())
