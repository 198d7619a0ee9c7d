//   node build/server.js <port>

import { createServer, type Socket } from "node:net";

function serve(socket: Socket): void {
  let unfinished = "";
  // One char per byte: a character of several bytes may be cut anywhere.
  socket.setEncoding("latin1");
  socket.on("data", (piece: string) => {
    const lines = (unfinished + piece).split("\n");
    unfinished = lines.pop() ?? "";
    for (const line of lines) socket.write(`ok ${line}\n`, "latin1");
  });
  socket.on("end", () => {
    if (unfinished !== "") socket.write(`ok ${unfinished}`, "latin1");
    socket.end();
  });
  socket.on("error", (problem) => console.error(`connection lost: ${problem.message}`));
}

createServer({ allowHalfOpen: true }, serve).listen(Number(process.argv[2]), "127.0.0.1");
process.once("SIGTERM", () => process.exit(0));
