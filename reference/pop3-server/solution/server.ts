// pop3-server: a maildrop to read from, by POP3 (RFC 1939).
//
//   node build/server.js <port> <maildrop-dir>
//
// session.ts holds the dialogue: commands come from command-lines.ts, one at a time, and are answered by authorization.ts
// until a password was right, and by transaction.ts after it. maildrop.ts is what a user's folder holds; message.ts is how a
// message is sent.

import { createServer } from "node:net";
import { serveSession, type House } from "./session.js";
import { readUsers } from "./users.js";

const port = Number(process.argv[2]);
const folder = process.argv[3]!;

const house: House = {
  folder,
  passwords: await readUsers(folder),
  locked: new Set(),
  idleMs: Number(process.env["IDLE_TIMEOUT_MS"] ?? 600_000),
};

// allowHalfOpen: a client may shut down its sending side after its last command and still read the replies.
const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
  // A reset ends this session, not the server. Whoever reads or writes at that moment hears of it by `close`.
  socket.on("error", (problem) => console.error(`connection lost: ${problem.message}`));
  void serveSession(socket, house);
});
server.listen(port, "127.0.0.1");

// Nothing is written before a QUIT, so there is nothing to save.
process.once("SIGTERM", () => process.exit(0));
