// dht: one peer of a circular hash table, by UDP.   Handout: HANDOUT.md
//
//   npx tsc -p tsconfig.build.json && node build/peer.js <id> <port> [<known-host>:<known-port>]

import { createHash } from "node:crypto";
import { createSocket } from "node:dgram";

interface Address {
  /** An IPv4 literal. */
  host: string;
  port: number;
}

interface Ref extends Address {
  id: number;
}

const [id, port, known] = process.argv.slice(2);
const self: Ref = { id: Number(id), host: "127.0.0.1", port: Number(port) };
/** A peer of the ring to join; undefined if we start a ring of our own. */
const knownPeer: Address | undefined = known ? parseAddress(known) : undefined;
const intervalMs = Number(process.env["PING_INTERVAL_MS"] ?? 1000);

function parseAddress(text: string): Address {
  const [host = "", port] = text.split(":");
  return { host, port: Number(port) };
}

/** Where a key lies on the circle: the first 16 bits, big-endian, of its SHA-1. */
function identifierOf(key: string): number {
  return createHash("sha1").update(key, "utf8").digest().readUInt16BE(0);
}

const socket = createSocket("udp4");

function send(message: object, to: Address): void {
  socket.send(JSON.stringify(message), to.port, to.host);
}

socket.on("message", (datagram, sender) => {
  // `datagram` is what somebody sent: perhaps no UTF-8, no JSON, no object, or one of a type that you do not know; perhaps
  // an old one, or one that you have had before. For now it is thrown away. Your work, in this order (the checks go the
  // same way, so you see each step turn green):
  //
  // 1. The arithmetic of the circle, first of all: is an identifier on the arc from one point clockwise to another? Does
  //    it hold across zero, for an arc from a point to itself, at both its ends? Everything else rests on it.
  // 2. A ring of one: answer `ping`, `state`, `find`, `put` and `get`. A key holds a set of values.
  // 3. `join`, from both sides: `welcome` a newcomer behind you, pass on who does not belong there, and refuse a taken
  //    identifier; join by `knownPeer`, again and again, for the welcome may be lost.
  // 4. `notify`, and `transfer` of the entries that belong to the new predecessor. When may you forget an entry?
  // 5. `find` in a ring of many: pass it on clockwise, and answer whoever asked, not whoever passed it on.
  // 6. Ping both successors every `intervalMs`, and learn from pongs. What does a pong answer?
  // 7. Death, after three pings in a row. Who takes the place of a dead successor, and of a dead predecessor? Who still
  //    speaks of them?
  // 8. `put` and `get` of keys that belong to others. You are a client then, and must not wait: datagrams keep coming.
  // 9. `leave`, on SIGTERM.
  void datagram;
  void sender;
});

socket.on("error", (problem) => console.error(problem.message));

socket.bind(self.port, self.host);

// They wait for your work.
void [knownPeer, intervalMs, identifierOf, send];
