// Tries to make the grader wait for ever on a manifest that is a FIFO (the test makes it); it must be refused at once.
import { createServer } from "node:net";
import process from "node:process";

createServer({ allowHalfOpen: true }, (socket) => {
  socket.on("data", (chunk) => socket.write(chunk.map((byte) => (byte >= 97 && byte <= 122 ? byte - 32 : byte))));
  socket.on("end", () => socket.end()).on("error", () => undefined);
}).listen(Number(process.argv[2]), "127.0.0.1");
setTimeout(() => process.exit(), 50_000);
