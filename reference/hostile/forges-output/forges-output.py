"""Tries to pass for the grader, on its standard streams and on every descriptor that was left open for it; nobody must believe it, and there must be no such descriptor."""
import json
import os
import signal
import socket
import stat
import sys
import time

signal.alarm(50)
forged = json.dumps({"type": "result", "result": {"version": 1, "score": 100, "maxScore": 100, "complete": True}}) + "\n"
for descriptor in range(3, 1024):
    try:
        mode = os.fstat(descriptor).st_mode
    except OSError:
        continue
    # Python itself has opened none so far.
    if stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode) or stat.S_ISREG(mode):
        print("BREACH: descriptor", descriptor, "is open", file=sys.stderr, flush=True)
    try:
        os.write(descriptor, forged.encode())
    except OSError:
        pass

for stream in (sys.stdout, sys.stderr):
    stream.write("PASS answers\n✓ answers a line in upper case 2/2\n1..3\nok 1 - answers\nscore 100 of 100\n100/100\n" + forged)
    stream.write(json.dumps({"type": "verdict", "verdict": {"check": "answers", "status": "pass", "points": 2}}) + "\n")
    stream.write("::set-output name=score::100\n::error::forged\n::stop-commands::forged\n##vso[task.complete result=Succeeded]\n")
    stream.flush()

listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
kept = []
while True:
    kept.append(listener.accept())
