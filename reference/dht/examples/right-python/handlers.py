"""What a peer does with each message: on_<type>(ring, message, sender), with the ring's lock held."""
import time

from circle import between
from messages import address
from ring import MAX_HOPS, log


def receive(ring, message, sender):
    if ring.joins is not None and message["type"] not in ("welcome", "refused"):
        return
    if ring.predecessor and sender == address(ring.predecessor):
        ring.heard = time.monotonic()
    handler = globals().get("on_" + message["type"])
    if handler:
        handler(ring, message, sender)


def answer(ring, message, to, fields):
    ring.send(to, {**fields, "tx": message["tx"]})


def on_welcome(ring, message, sender):
    if ring.joins is None or message["tx"] not in ring.joins:
        return
    ring.joins = None
    ring.set_successors(*message["successors"] or [message["predecessor"]])
    ring.set_predecessor(message["predecessor"])
    ring.notify()
    for ref in ring.watched():
        ring.ping(ref)


def on_refused(ring, message, sender):
    if ring.joins is not None and message["tx"] in ring.joins:
        ring.end(1, "refused: " + message["reason"])


def on_ping(ring, message, sender):
    ring.dead.pop(message["from"], None)
    answer(ring, message, sender, {"type": "pong", "from": ring.me, "predecessor": ring.predecessor,
                                   "successors": ring.pair()})


def on_pong(ring, message, sender):
    ref, _ = ring.pings.pop(message["tx"], (None, None))
    if ref is None or ref != message["from"] or ring.leaving:
        return
    ring.missed[ref] = 0
    ring.dead.pop(ref, None)                # even late: it lived when it answered, and is watched if it matters
    if ref == ring.predecessor:
        ring.heard = time.monotonic()
    if between(ring.me.id, ref.id, ring.first.id):
        ring.set_successors(ref, ring.first)
        ring.notify()
    elif ref == ring.first:
        learn_from_first(ring, message)


def learn_from_first(ring, message):
    second = message["successors"][:1]
    if second and second[0] != ring.first and not ring.is_dead(second[0]):
        ring.set_successors(ring.first, second[0])
    named = message["predecessor"]
    if named and between(ring.me.id, named.id, ring.first.id) and not ring.is_dead(named):
        ring.ping(named)
    if named != ring.me and ring.notifies_left <= 0:
        ring.notify()


def on_notify(ring, message, sender):
    ref = message["peer"]
    ring.dead.pop(ref, None)
    if ref.id != ring.me.id:
        if ring.predecessor is None or between(ring.predecessor.id, ref.id, ring.me.id):
            ring.set_predecessor(ref)       # entries leave first, then the `ok`
        if ring.alone():
            ring.set_successors(ref, ring.me)
            ring.notify()
            ring.ping(ref)
    answer(ring, message, sender, {"type": "ok"})


def on_ok(ring, message, sender):
    if message["tx"] in ring.notifies:
        ring.notifies, ring.notifies_left, ring.acknowledged = set(), 0, True
    elif ring.moving and message["tx"] == ring.moving[0]:
        ring.moved()


def on_find(ring, message, sender):
    if message["hops"] > MAX_HOPS:
        return
    if ring.owns(message["id"]) and ring.acknowledged:
        answer(ring, message, message["origin"], {"type": "found", "id": message["id"], "peer": ring.me,
                                                  "hops": message["hops"]})
    elif message["hops"] < MAX_HOPS:
        host, port = message["origin"]
        ring.send(ring.first, {**message, "hops": message["hops"] + 1, "origin": {"host": host, "port": port}})


def on_join(ring, message, sender):
    new, first = message["peer"], ring.first
    if ring.leaving or new == ring.me or message["hops"] > MAX_HOPS:
        return
    ring.dead.pop(new, None)
    if new == first or between(ring.me.id, new.id, first.id):
        others = [ref for ref in ring.successors if ref != new]
        if not others:
            return                          # until we know who comes after it
        told = (others + [new if ring.me in others else others[-1]])[:2]
        if new != first:
            ring.missed.pop(new, None)
            ring.set_successors(new, first)
        answer(ring, message, new, {"type": "welcome", "predecessor": ring.me, "successors": told})
    elif new.id in (ring.me.id, first.id):
        if new.id == ring.me.id or ring.missed.get(first, 0) < 2:
            answer(ring, message, new, {"type": "refused", "reason": f"{new.id} is taken"})
    elif message["hops"] < MAX_HOPS:
        ring.send(first, {**message, "hops": message["hops"] + 1})


def on_transfer(ring, message, sender):
    if ring.leaving:
        return
    for key, values in message["entries"]:
        if values:
            ring.entries.setdefault(key, set()).update(values)
    answer(ring, message, sender, {"type": "ok"})
    if ring.predecessor is None or sender != address(ring.predecessor):
        ring.move(key for key, _ in message["entries"])


def on_leave(ring, message, sender):
    gone, before = message["peer"], message["predecessor"]
    answer(ring, message, sender, {"type": "ok"})
    if gone == ring.me:
        return
    log("left:", gone)
    was_predecessor, was_first = gone == ring.predecessor, gone == ring.first
    if was_predecessor and before and before != gone and not ring.is_dead(before):
        ring.set_predecessor(before)
    ring.remove(gone, message["successors"])
    if was_first and not ring.alone() and ring.joins is None and not ring.leaving:
        ring.ping(ring.first)


def on_state(ring, message, sender):
    answer(ring, message, sender, {"type": "state", "self": ring.me, "predecessor": ring.predecessor,
                                   "successors": ring.pair(), "entries": len(ring.entries)})
