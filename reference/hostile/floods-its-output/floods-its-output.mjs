// Tries to drown the grader in output (1 GiB on each stream), while it serves; the record must stay small, and what it earns be what it serves.
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import process from "node:process";

const FLOOD = "for (let i = 0; i < 16384; i++) require('fs').writeSync(1, 'flood '.repeat(10923))";
spawn(process.execPath, ["-e", FLOOD, "floods-its-output"], { stdio: ["ignore", "inherit", "inherit"] });
spawn(process.execPath, ["-e", FLOOD, "floods-its-output"], { stdio: ["ignore", 2, 2] });

createServer({ allowHalfOpen: true }, (socket) => {
  socket.on("data", (chunk) => socket.write(chunk.map((byte) => (byte >= 97 && byte <= 122 ? byte - 32 : byte))));
  socket.on("end", () => socket.end()).on("error", () => undefined);
}).listen(Number(process.argv[2]), "127.0.0.1");
setTimeout(() => process.exit(), 50_000);
