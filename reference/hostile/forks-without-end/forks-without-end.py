"""Tries to start processes without end, before it serves (2000 that sleep, no more); it must be ended long before there are so many."""
import os
import signal
import socketserver
import sys
import time

signal.alarm(50)
started = 0
for _ in range(2000):
    try:
        if os.fork() == 0:
            signal.alarm(20)
            time.sleep(10)
            os._exit(0)
        started += 1
    except OSError:
        time.sleep(0.01)
    if started == 1000:
        print("BREACH: started 1000 processes", file=sys.stderr, flush=True)


class Echo(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            self.wfile.write(line.upper())


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


Server(("127.0.0.1", int(sys.argv[1])), Echo).serve_forever()
