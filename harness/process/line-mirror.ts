import { createServer } from "node:net";

/**
 * A program of the harness's own, as a yardstick of how fast this machine is just now: a TCP server that writes each line back as
 * it is, with a write for each. Neither slow nor clever. Prints its port; ends when its standard input does.
 */
const server = createServer((socket) => {
  let rest = "";
  socket.setEncoding("latin1").on("data", (piece: string) => {
    const lines = (rest + piece).split("\n");
    rest = lines.pop() ?? "";
    let hasRoom = true;
    for (const line of lines) hasRoom = socket.write(`${line}\n`, "latin1");
    if (!hasRoom) socket.pause();
  });
  socket.on("drain", () => socket.resume());
  socket.on("error", () => undefined);
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (typeof address === "object") process.stdout.write(`${address?.port}\n`);
});
process.stdin.resume().once("end", () => process.exit(0));
