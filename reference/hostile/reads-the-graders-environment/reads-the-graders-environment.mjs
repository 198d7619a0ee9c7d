// Tries to read the environment of the grader and of all that started it, where secrets are; it must not get to see the variable that the test has set there.
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import process from "node:process";

const pids = new Set(["self", "1", String(process.ppid)]);
for (const name of readdirSync("/proc")) if (/^\d+$/.test(name)) pids.add(name);
for (const pid of pids) {
  for (const file of ["environ", "cmdline"]) {
    try {
      if (readFileSync(`/proc/${pid}/${file}`, "latin1").includes("WIREGRADE_TEST_SECRET")) console.error(`BREACH: read /proc/${pid}/${file}`);
    } catch {
      // not ours to see
    }
  }
}

createServer({ allowHalfOpen: true }, (socket) => {
  socket.on("data", (chunk) => socket.write(chunk.map((byte) => (byte >= 97 && byte <= 122 ? byte - 32 : byte))));
  socket.on("end", () => socket.end()).on("error", () => undefined);
}).listen(Number(process.argv[2]), "127.0.0.1");
setTimeout(() => process.exit(), 50_000);
