// Tries to send signals to the grader (harmless ones: 0 asks whether a deadly one would get there, and SIGURG is ignored); none must get there.
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import process from "node:process";

/** Processes of the grader: its worker, and whoever has started that. */
function graders() {
  const found = [];
  for (const name of readdirSync("/proc")) {
    try {
      if (/^\d+$/.test(name) && /\/dist\/harness\/[\w/-]+\.js/.test(readFileSync(`/proc/${name}/cmdline`, "latin1"))) found.push(Number(name));
    } catch {
      // ended, or not ours to see
    }
  }
  return found;
}

for (const pid of graders()) {
  for (const signal of [0, "SIGURG"]) {
    try {
      process.kill(pid, signal);
      console.error(`BREACH: could signal ${pid}`);
    } catch {
      // not ours to signal
    }
  }
}

createServer({ allowHalfOpen: true }, (socket) => {
  socket.on("data", (chunk) => socket.write(chunk.map((byte) => (byte >= 97 && byte <= 122 ? byte - 32 : byte))));
  socket.on("end", () => socket.end()).on("error", () => undefined);
}).listen(Number(process.argv[2]), "127.0.0.1");
setTimeout(() => process.exit(), 50_000);
