// Tries to find other submissions' servers in the kernel's table of loopback and to talk to them, before it serves; there must be none.
import { readFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import process from "node:process";

/** Our own servers, of other runs, do not answer this. */
const QUESTION = "who are you";

async function ask(port) {
  await new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(`${QUESTION}\n`)).setTimeout(300, () => socket.destroy());
    socket.on("data", (reply) => {
      if (reply.includes(QUESTION.toUpperCase())) console.error(`BREACH: the server on port ${port} answered`);
      socket.destroy();
    });
    socket.on("error", () => undefined).on("close", resolve);
  });
}
const listening = [...readFileSync("/proc/net/tcp", "latin1").matchAll(/^ *\d+: [0-9A-F]{8}:([0-9A-F]{4}) [0-9A-F:]+ 0A /gm)].map((match) =>
  parseInt(match[1], 16),
);
await Promise.all(listening.filter((port) => port >= 20_000 && port <= 32_000).map(ask));

createServer({ allowHalfOpen: true }, (socket) => {
  socket.on("data", (chunk) => {
    if (!chunk.includes(QUESTION)) socket.write(chunk.map((byte) => (byte >= 97 && byte <= 122 ? byte - 32 : byte)));
  });
  socket.on("end", () => socket.end()).on("error", () => undefined);
}).listen(Number(process.argv[2]), "127.0.0.1");
setTimeout(() => process.exit(), 50_000);
