"""Tries to take 2 GiB of memory as files without a name, which are nobody's resident pages; they must count, and end it."""
import os
import signal
import socketserver
import sys
import time

signal.alarm(50)
chunk = b"x" * (64 << 20)
files = []
for _ in range(32):
    files.append(os.memfd_create("eaten"))
    os.write(files[-1], chunk)
    time.sleep(0.05)
time.sleep(2)
print("BREACH: had 2 GiB of memory in files", file=sys.stderr, flush=True)


class Echo(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            self.wfile.write(line.upper())


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


Server(("127.0.0.1", int(sys.argv[1])), Echo).serve_forever()
