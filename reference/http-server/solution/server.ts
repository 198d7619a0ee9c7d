// http-server: static files, uploads, a form and a visit counter by HTTP/1.1 (RFC 9110, RFC 9112), straight on TCP.
//
//   node build/server.js <port> <root>
//
// One connection's way: connection.ts reads a request (read-request.ts), asks answer.ts for a response, writes it
// (write-response.ts), and does so again until one side is done. Requests come and responses leave in order;
// connections do not wait for each other.

import { realpath } from "node:fs/promises";
import { createServer } from "node:net";
import type { Site } from "./answer.js";
import { serveConnection } from "./connection.js";

const port = Number(process.argv[2]);

const site: Site = {
  // Resolved once: whether a file lies inside is asked of its real path, which must be compared with a real path.
  root: await realpath(process.argv[3]!),
  idleMs: Number(process.env["IDLE_TIMEOUT_MS"] ?? 30_000),
  visits: new Map(),
};

// allowHalfOpen: a client may shut down its sending side after its last request and still read all responses.
// noDelay: a response must not wait for the acknowledgement of the one before it.
const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
  // A reset ends this connection, not the server. Whoever reads or writes at that moment hears of it by `close`.
  socket.on("error", (problem) => console.error(`connection lost: ${problem.message}`));
  void serveConnection(socket, site);
});
server.listen(port, "127.0.0.1");

process.once("SIGTERM", () => process.exit(0));
