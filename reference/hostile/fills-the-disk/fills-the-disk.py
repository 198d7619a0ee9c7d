"""Tries to write 2 GiB into its folders, and before that 1 GiB into shared memory; it must be ended on the way, or shared memory be small."""
import os
import signal
import socketserver
import sys
import time

signal.alarm(50)
chunk = b"x" * (16 << 20)


def fill(folder, mebibytes):
    written = 0
    names = []
    try:
        for number in range(mebibytes // 256):
            names.append(os.path.join(folder, "filled-by-%d-%d" % (os.getpid(), number)))
            with open(names[-1], "xb") as file:
                for _ in range(16):
                    written += file.write(chunk) >> 20
                    time.sleep(0.02)
    except OSError:
        pass
    return written, names


written, names = fill("/dev/shm", 1024)
for name in names:
    os.unlink(name)
if written > 768:
    print("BREACH: wrote", written, "MiB into /dev/shm", file=sys.stderr, flush=True)
total = sum(fill(folder, 1024)[0] for folder in (os.environ["TMPDIR"], os.getcwd(), os.environ["HOME"]))
time.sleep(2)
if total >= 2048:
    print("BREACH: wrote", total, "MiB into its folders", file=sys.stderr, flush=True)


class Echo(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            self.wfile.write(line.upper())


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


Server(("127.0.0.1", int(sys.argv[1])), Echo).serve_forever()
