// dht: one peer of a circular hash table, by UDP.
//
//   node build/peer.js <id> <port> [<known-host>:<known-port>]
//
// peer-state.ts is what a peer knows, receive.ts shows what it does with each message, stabilize.ts keeps the ring true.
// wire.ts carries it all. Nothing here ever waits for anybody: an answer, or none in time, is one more event.

import { createSocket } from "node:dgram";
import { joinRing } from "./join.js";
import { leaveRing } from "./leave.js";
import { parseMessage } from "./message.js";
import { createPeer } from "./peer-state.js";
import { receive } from "./receive.js";
import { refreshShortcuts } from "./refresh-shortcuts.js";
import { watchNeighbours } from "./stabilize.js";
import { Wire } from "./wire.js";

const LEAVE_MS = 1_700;

const [id, port, known] = process.argv.slice(2);
const intervalMs = Number(process.env["PING_INTERVAL_MS"] ?? 1000);

const socket = createSocket("udp4");
const wire = new Wire(socket, intervalMs);
const self = { id: Number(id), host: "127.0.0.1", port: Number(port) };
const peer = createPeer(self, wire, known ? "outside" : "member", (reason) => {
  console.error(reason);
  process.exit(1);
});

socket.on("message", (datagram, sender) => {
  const message = parseMessage(datagram);
  if (message) receive(peer, message, { host: sender.address, port: sender.port });
});

// "Port unreachable" is what a dead peer looks like; its pings stay unanswered, too. Only our own port is a reason to end.
socket.on("error", (problem) => {
  console.error(problem.message);
  if ((problem as NodeJS.ErrnoException).syscall === "bind") process.exit(1);
});

socket.bind(self.port, self.host, () => {
  if (known === undefined) return;
  const [knownHost, knownPort] = known.split(":");
  void joinRing(peer, { host: knownHost!, port: Number(knownPort) });
});

let isRefreshing = false;

setInterval(() => {
  if (peer.stage === "outside" || peer.stage === "leaving") return;
  watchNeighbours(peer);
  if (isRefreshing) return;
  isRefreshing = true;
  void refreshShortcuts(peer).finally(() => (isRefreshing = false));
}, intervalMs);

process.on("SIGTERM", () => {
  if (peer.stage === "leaving") return;
  setTimeout(() => process.exit(0), LEAVE_MS);
  void leaveRing(peer).finally(() => process.exit(0));
});
