"""Tries to take 2 GiB of memory before it serves; it must be ended on the way, and told how much it had."""
import signal
import socketserver
import sys
import time

signal.alarm(50)
kept = []
while len(kept) < 32:
    kept.append(b"x" * (64 << 20))
    time.sleep(0.03)
time.sleep(1)
print("BREACH: had 2 GiB of memory", file=sys.stderr, flush=True)


class Echo(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            self.wfile.write(line.upper())


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


Server(("127.0.0.1", int(sys.argv[1])), Echo).serve_forever()
