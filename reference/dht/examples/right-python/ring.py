"""What one peer knows and does. Every method of Ring is called with its lock held, and none waits for anything."""
import sys
import threading
import time
import uuid

from circle import identifier, in_range
from messages import Ref, address, encode, pack

MAX_HOPS = 256
TRIES_TO_JOIN = 10


def log(*words):
    print(*words, file=sys.stderr, flush=True)


class Ring:
    def __init__(self, me, known, interval, send, end):
        self.lock = threading.RLock()
        self.me, self.known, self.interval = me, known, interval
        self.transmit, self.end = send, end
        self.predecessor, self.start = me, me.id    # `start`: our range begins after it
        self.successors = [me]                      # the first, and the second if it is known
        self.entries = {}                           # key: set of values
        self.dead = {}                              # ref: until when others' word about it does not count
        self.pings = {}                             # tx: (ref, when it was sent)
        self.missed = {}                            # ref: pings in a row without answer
        self.heard = 0.0                            # when the predecessor last spoke
        self.joins = set() if known else None       # the tx of each join; None: we are in
        self.notifies, self.notifies_left = set(), 0
        self.acknowledged = not known               # our successor knows that we are there
        self.foreign = set()                        # keys to be handed to the predecessor
        self.moving = None                          # (tx, entries, when) of the transfer under way
        self.leaving = False

    # --- small things

    @property
    def first(self):
        return self.successors[0]

    def pair(self):
        return [self.successors[0], self.successors[-1]]

    def alone(self):
        return self.first == self.me

    def is_dead(self, ref):
        return self.dead.get(ref, 0) > time.monotonic()

    def owns(self, key_or_id):
        point = identifier(key_or_id) if isinstance(key_or_id, str) else key_or_id
        return in_range(self.start, point, self.me.id)

    def send(self, to, message):
        """Gives the message a tx, and returns it, unless it is an answer and has one."""
        message.setdefault("tx", uuid.uuid4().hex)
        self.transmit(encode(message), address(to) if isinstance(to, Ref) else to)
        return message["tx"]

    def set_successors(self, first, *rest):
        refs = [first]
        for ref in rest:
            if ref not in refs and not self.is_dead(ref):
                refs.append(ref)
        self.successors = refs[:2]

    def set_predecessor(self, ref):
        self.predecessor, self.start, self.heard = ref, ref.id, time.monotonic()
        self.move(key for key in self.entries if not self.owns(key))

    # --- once every interval

    def tick(self):
        if self.joins is not None:
            return self.try_to_join()
        if self.leaving:
            return
        now = time.monotonic()
        self.pings = {tx: (ref, sent) for tx, (ref, sent) in self.pings.items() if now - sent < 8 * self.interval}
        for ref in [ref for ref in self.watched() if self.missed.get(ref, 0) >= 3]:
            self.bury(ref)
        if self.joins is not None:
            return
        watched = self.watched()
        self.missed = {ref: count for ref, count in self.missed.items() if ref in watched}
        for ref in watched:
            self.ping(ref)
        if self.notifies_left > 0:
            self.send_notify()
        if self.moving and now - self.moving[2] >= 0.9 * self.interval:
            self.moving = None                      # perhaps to another peer, this time
        self.move_on()

    def try_to_join(self):
        if len(self.joins) == TRIES_TO_JOIN:
            return self.end(1, f"asked {self.known[0]}:{self.known[1]} {TRIES_TO_JOIN} times, nobody welcomed us")
        self.joins.add(self.send(self.known, {"type": "join", "peer": self.me, "hops": 0}))

    def watched(self):
        refs = {ref for ref in self.successors if ref != self.me}
        silent = time.monotonic() - self.heard > 1.5 * self.interval
        if silent and self.predecessor not in (None, self.me):
            refs.add(self.predecessor)
        return refs

    def ping(self, ref):
        self.pings[self.send(ref, {"type": "ping", "from": self.me})] = (ref, time.monotonic())
        self.missed[ref] = self.missed.get(ref, 0) + 1

    def bury(self, ref):
        log("dead:", ref)
        self.remove(ref, [])

    def remove(self, ref, next_successors):
        """It died, or left and told us whom it had behind it."""
        self.dead[ref] = time.monotonic() + 3 * self.interval
        self.missed.pop(ref, None)
        if self.predecessor == ref:
            self.predecessor = None                 # `start` stays
        if ref not in self.successors:
            return
        was_first = ref == self.first
        rest = [each for each in self.successors if each != ref]
        if was_first:
            rest = [each for each in next_successors if each != ref and not self.is_dead(each)] + rest
        if rest and rest[0] != self.me:
            self.set_successors(*rest)
        elif self.predecessor not in (None, self.me):
            self.set_successors(self.predecessor)   # far away, but its predecessors lead back
        elif rest:
            self.set_successors(self.me)
            self.set_predecessor(self.me)
            return
        else:
            return self.start_again()
        if was_first:
            self.notify()

    def start_again(self):
        if not self.known:
            return self.end(1, "both successors are dead, and we know nobody else")
        log("both successors are dead, joining again")
        self.joins, self.acknowledged = set(), False
        self.successors, self.predecessor = [self.me], None

    # --- notify

    def notify(self):
        self.notifies, self.notifies_left = set(), 4
        self.send_notify()

    def send_notify(self):
        if not self.alone() and not self.leaving:
            self.notifies_left -= 1
            self.notifies.add(self.send(self.first, {"type": "notify", "peer": self.me}))

    # --- entries that belong to the predecessor, one transfer at a time

    def move(self, keys):
        self.foreign.update(keys)
        self.move_on()

    def move_on(self):
        self.foreign = {key for key in self.foreign if key in self.entries and not self.owns(key)}
        if self.moving or self.leaving or not self.foreign or self.predecessor in (None, self.me):
            return
        batch = next(pack((key, sorted(self.entries[key])) for key in sorted(self.foreign)))
        tx = self.send(self.predecessor, {"type": "transfer", "entries": batch})
        self.moving = tx, batch, time.monotonic()

    def moved(self):
        _, batch, _ = self.moving
        self.moving = None
        for key, values in batch:
            if not self.owns(key):
                self.entries.get(key, set()).difference_update(values)
                if not self.entries.get(key):
                    self.entries.pop(key, None)
        self.move_on()
