"""dht: one peer, with threads that wait and one lock.

    python3 peer.py <id> <port> [<known-host>:<known-port>]

The main thread receives, one thread keeps the time, and each client's request for somebody else's key is carried by a
thread and a socket of its own. ring.py is what all of them share.
"""
import os
import signal
import socket
import sys
import threading
import time
import uuid

from circle import identifier
from handlers import receive
from messages import Ref, address, decode, encode, pack
from ring import Ring, log

PATIENCE = 12            # intervals
MAX_CARRIERS = 100
LEAVE_WITHIN = 1.6       # seconds

ME = Ref(int(sys.argv[1]), "127.0.0.1", int(sys.argv[2]))
INTERVAL = int(os.environ.get("PING_INTERVAL_MS", "1000")) / 1000

main_socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
acknowledged = {}        # tx: event, for whoever waits for an `ok` on the main socket
carried = set()          # (client, tx)


def send(datagram, to):
    try:
        main_socket.sendto(datagram, to)
    except OSError as problem:
        log(f"not sent to {to}: {problem}")


def end(status, reason):
    log(reason)
    os._exit(status)


def call(sock, to, message):
    """Sends one request, waits an interval for its answer. None if there is none."""
    tx, deadline = uuid.uuid4().hex, time.monotonic() + INTERVAL
    sock.sendto(encode({**message, "tx": tx}), to)
    while time.monotonic() < deadline:
        try:
            sock.settimeout(max(0.001, deadline - time.monotonic()))
            answer = decode(sock.recv(65535))
            if answer["tx"] == tx and answer["type"] in ("found", "ok", "values"):
                return answer
        except (ValueError, OSError):
            pass
    return None


def answer_own(ring, request, client):
    """With the lock held, and the key ours."""
    if request["type"] == "get":
        values = sorted(ring.entries.get(request["key"], ()))
        ring.send(client, {"type": "values", "tx": request["tx"], "key": request["key"], "values": values,
                           "peer": ring.me})
    elif not ring.leaving:
        ring.entries.setdefault(request["key"], set()).add(request["value"])
        ring.send(client, {"type": "ok", "tx": request["tx"], "peer": ring.me})


def serve_client(ring, request, client):
    if ring.joins is not None:
        return
    if ring.owns(request["key"]) and ring.acknowledged:
        answer_own(ring, request, client)
    elif (client, request["tx"]) not in carried and len(carried) < MAX_CARRIERS:
        carried.add((client, request["tx"]))
        threading.Thread(target=carry, args=(ring, request, client), daemon=True).start()


def carry(ring, request, client):
    until = time.monotonic() + PATIENCE * INTERVAL
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            sock.bind((ME.host, 0))
            while time.monotonic() < until and not carry_once(ring, request, client, sock):
                pass
    finally:
        with ring.lock:
            carried.discard((client, request["tx"]))


def carry_once(ring, request, client, sock):
    with ring.lock:
        if ring.owns(request["key"]) and ring.acknowledged:
            answer_own(ring, request, client)
            return True
        first = address(ring.first)
    host, port = sock.getsockname()
    found = call(sock, first, {"type": "find", "id": identifier(request["key"]), "hops": 1,
                               "origin": {"host": host, "port": port}})
    if not found or found["type"] != "found":
        return False
    answer = call(sock, address(found["peer"]), {key: request[key] for key in request if key != "tx"})
    if not answer or answer["type"] == "found":
        return False
    answer.update(tx=request["tx"], peer=found["peer"])
    if request["type"] == "get":
        answer["key"] = request["key"]
    send(encode(answer), client)
    return True


def hand_out(message, to, sends, every):
    """Sends a request until it is acknowledged."""
    for _ in range(sends):
        event = threading.Event()
        tx = uuid.uuid4().hex
        acknowledged[tx] = event
        send(encode({**message, "tx": tx}), to)
        if event.wait(every):
            return True
    return False


def leave(ring):
    threading.Timer(LEAVE_WITHIN, os._exit, [0]).start()
    every = min(INTERVAL, 0.15)
    with ring.lock:
        ring.leaving = True
        if ring.joins is not None or ring.alone():
            os._exit(0)
        first, before = ring.first, ring.predecessor
        batches = list(pack((key, sorted(values)) for key, values in ring.entries.items()))
        farewell = {"type": "leave", "peer": ring.me, "predecessor": before, "successors": ring.pair()}
    for batch in batches:
        hand_out({"type": "transfer", "entries": batch}, address(first), 4, every)
    threads = [threading.Thread(target=hand_out, args=(farewell, address(ref), 4, every), daemon=True)
               for ref in {first, before} if ref not in (None, ME)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    os._exit(0)


def keep_time(ring):
    due = time.monotonic()
    while True:
        with ring.lock:
            ring.tick()
        due = max(due + INTERVAL, time.monotonic())
        time.sleep(max(0, due - time.monotonic()))


def main():
    known = None
    if len(sys.argv) > 3:
        host, _, port = sys.argv[3].partition(":")
        known = host, int(port)
    ring = Ring(ME, known, INTERVAL, send, end)

    def start_leaving(*_):
        threading.Thread(target=leave, args=(ring,), daemon=True).start()

    signal.signal(signal.SIGTERM, start_leaving)
    main_socket.bind(("", ME.port))
    threading.Thread(target=keep_time, args=(ring,), daemon=True).start()
    while True:
        datagram, sender = main_socket.recvfrom(65535)
        try:
            message = decode(datagram)
        except ValueError:
            continue
        if message["type"] == "ok" and message["tx"] in acknowledged:
            acknowledged.pop(message["tx"]).set()
            continue
        with ring.lock:
            if message["type"] in ("put", "get"):
                serve_client(ring, message, sender)
            else:
                receive(ring, message, sender)


main()
