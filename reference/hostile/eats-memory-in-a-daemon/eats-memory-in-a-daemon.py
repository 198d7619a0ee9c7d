"""Tries to take 2 GiB of memory in a process that has left its tree and hides its folder; that must count as its own, and end it."""
import os
import signal
import socketserver
import sys
import time

signal.alarm(50)
EATER = """
import os, signal, time
signal.alarm(30)
kept = []
while len(kept) < 32:
    kept.append(b"x" * (64 << 20))
    time.sleep(0.03)
time.sleep(2)
os.write(2, b"BREACH: had 2 GiB of memory out of sight\\n")
"""
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.chdir("/")
        os.execve(sys.executable, [sys.executable, "-c", EATER, "eats-memory-in-a-daemon"], {})
    os._exit(0)
os.wait()
time.sleep(8)


class Echo(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            self.wfile.write(line.upper())


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


Server(("127.0.0.1", int(sys.argv[1])), Echo).serve_forever()
