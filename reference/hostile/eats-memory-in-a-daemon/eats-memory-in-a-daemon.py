"""Tries to take 2 GiB of memory in a process that has left its tree and hides its folder; that must count as its own, and end it. It serves only once it has had them: whoever ends that process alone meets the next one."""
import os
import signal
import socketserver
import sys

signal.alarm(50)
EATER = """
import os, signal, sys, time
signal.alarm(30)
kept = []
while len(kept) < 32:
    kept.append(b"x" * (64 << 20))
    time.sleep(0.03)
time.sleep(2)
os.write(2, b"BREACH: had 2 GiB of memory out of sight\\n")
os.write(int(sys.argv[2]), b"all")
"""


def had_it_all():
    """Sends the eater out of the tree and waits for its end."""
    told, tell = os.pipe()
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.chdir("/")
            os.set_inheritable(tell, True)
            os.execve(sys.executable, [sys.executable, "-c", EATER, "eats-memory-in-a-daemon", str(tell)], {})
        os._exit(0)
    os.close(tell)
    os.wait()
    with open(told, "rb") as end:
        return end.read() == b"all"


while not had_it_all():
    pass


class Echo(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            self.wfile.write(line.upper())


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


Server(("127.0.0.1", int(sys.argv[1])), Echo).serve_forever()
