"""Tries to write 2 GiB into files of its folder that it has unlinked and keeps open, so that no look into the folder finds them; they must count, and end it."""
import os
import signal
import socketserver
import sys
import time

signal.alarm(50)
chunk = b"x" * (16 << 20)
files = []
for _ in range(8):
    files.append(open("unseen", "xb"))
    os.unlink("unseen")
    for _ in range(16):
        files[-1].write(chunk)
        time.sleep(0.02)
time.sleep(2)
print("BREACH: wrote 2 GiB out of sight", file=sys.stderr, flush=True)


class Echo(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            self.wfile.write(line.upper())


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


Server(("127.0.0.1", int(sys.argv[1])), Echo).serve_forever()
