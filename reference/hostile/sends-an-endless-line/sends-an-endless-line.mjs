// Tries to drown the grader in a reply without an end (256 MiB on each connection); the record must stay small, and it must earn nothing.
import { createServer } from "node:net";
import process from "node:process";

const CHUNK = Buffer.alloc(64 << 10, "A");
createServer((socket) => {
  let left = 4096;
  const send = () => {
    while (left-- > 0 && socket.write(CHUNK));
  };
  socket.on("drain", send).on("error", () => undefined);
  send();
}).listen(Number(process.argv[2]), "127.0.0.1");
setTimeout(() => process.exit(), 50_000);
