// Tries to learn from its earlier runs by files that it leaves in every folder it may write; a later run must find none.
import { existsSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import process from "node:process";

const NAME = "left-by-leaves-files-for-later-runs";
for (const folder of [process.cwd(), process.env.HOME, process.env.TMPDIR, "/tmp", "/var/tmp", "/dev/shm"]) {
  const file = join(folder, NAME);
  if (existsSync(file)) console.error(`BREACH: ${file} is there from an earlier run`);
}
for (const folder of [process.cwd(), process.env.HOME, process.env.TMPDIR, "/tmp", "/var/tmp", "/dev/shm"]) {
  try {
    writeFileSync(join(folder, NAME), "what the grader sent");
  } catch {
    // not ours to write
  }
}

createServer({ allowHalfOpen: true }, (socket) => {
  socket.on("data", (chunk) => socket.write(chunk.map((byte) => (byte >= 97 && byte <= 122 ? byte - 32 : byte))));
  socket.on("end", () => socket.end()).on("error", () => undefined);
}).listen(Number(process.argv[2]), "127.0.0.1");
setTimeout(() => process.exit(), 50_000);
