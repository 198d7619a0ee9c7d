"""dht: one peer of a circular hash table, by UDP.   Handout: HANDOUT.md

    python3 peer.py <id> <port> [<known-host>:<known-port>]
"""
import hashlib
import json
import os
import socket
import sys

INTERVAL = int(os.environ.get("PING_INTERVAL_MS", "1000")) / 1000    # in seconds


def identifier(key):
    """Where a key lies on the circle: the first 16 bits, big-endian, of its SHA-1."""
    return int.from_bytes(hashlib.sha1(key.encode()).digest()[:2], "big")


def parse_address(text):
    host, _, port = text.partition(":")
    return host, int(port)


def send(sock, message, to):
    sock.sendto(json.dumps(message).encode(), to)


def main():
    me = {"id": int(sys.argv[1]), "host": "127.0.0.1", "port": int(sys.argv[2])}
    known = parse_address(sys.argv[3]) if len(sys.argv) > 3 else None    # of the ring to join; None: a ring of our own
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind((me["host"], me["port"]))
        while True:
            datagram, sender = sock.recvfrom(65535)
            # `datagram` is what somebody sent: perhaps no UTF-8, no JSON, no object, or one of a type that you do not
            # know; perhaps an old one, or one that you have had before. For now it is thrown away. And this loop only
            # waits for datagrams, while time passes, too: think of settimeout, selectors, threads, or asyncio. Your
            # work, in this order (the checks go the same way, so you see each step turn green):
            #
            # 1. The arithmetic of the circle, first of all: is an identifier on the arc from one point clockwise to
            #    another? Does it hold across zero, for an arc from a point to itself, at both its ends? Everything
            #    else rests on it.
            # 2. A ring of one: answer `ping`, `state`, `find`, `put` and `get`. A key holds a set of values.
            # 3. `join`, from both sides: `welcome` a newcomer behind you, pass on who does not belong there, and
            #    refuse a taken identifier; join by `known`, again and again, for the welcome may be lost.
            # 4. `notify`, and `transfer` of the entries that belong to the new predecessor. When may you forget an
            #    entry?
            # 5. `find` in a ring of many: pass it on clockwise, and answer whoever asked, not whoever passed it on.
            # 6. Ping both successors every INTERVAL, and learn from pongs. What does a pong answer?
            # 7. Death, after three pings in a row. Who takes the place of a dead successor, and of a dead predecessor?
            #    Who still speaks of them?
            # 8. `put` and `get` of keys that belong to others. You are a client then, and must not wait: datagrams
            #    keep coming.
            # 9. `leave`, on SIGTERM (the module signal).


main()
