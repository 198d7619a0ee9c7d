// Tries to read what others have handed in, by the working folders of all processes and below the grader's temporary folders; it must see none.
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join, relative, sep } from "node:path";
import process from "node:process";

const list = (folder) => {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
};
const own = readFileSync("wiregrade.json", "utf8");
const told = new Set();
function read(folder) {
  try {
    const text = readFileSync(join(folder, "wiregrade.json"), "utf8");
    if (text !== own && !told.has(folder)) console.error(`BREACH: read a submission in ${folder}`);
    told.add(folder);
  } catch {
    // not there, or closed
  }
}
function readWorkingFolders() {
  for (const pid of list("/proc")) {
    try {
      const folder = readlinkSync(`/proc/${pid}/cwd`);
      if (/^\d+$/.test(pid) && folder.includes("wiregrade-")) read(folder);
    } catch {
      // not ours to see
    }
  }
}
// The grader's temporary folder is on the way up from our own; where it can be passed through but not listed, names are guessed.
const parts = process.cwd().split(sep);
const at = parts.findLastIndex((part) => part.startsWith("wiregrade-"));
const bases =
  at < 0
    ? list("/tmp")
        .filter((name) => name.startsWith("wiregrade-"))
        .map((name) => join("/tmp", name))
    : [parts.slice(0, at + 1).join(sep)];
function walk(folder, depth) {
  read(folder);
  if (depth > 0) for (const name of list(folder)) walk(join(folder, name), depth - 1);
}
function readTemporaryFolders(base) {
  walk(base, 5);
  const run = relative(base, process.cwd()).split(sep).slice(1).join(sep);
  for (let index = 0; index < 40; index++)
    for (const inside of [run, dirname(run), "build/work", "submission", "own/build/work"]) read(join(base, String(index), inside));
}
// Others come and go: looks again for a while, then serves.
for (let looks = 0; looks < 20; looks++) {
  readWorkingFolders();
  for (const base of bases) readTemporaryFolders(base);
  await new Promise((resolve) => setTimeout(resolve, 150));
}

createServer({ allowHalfOpen: true }, (socket) => {
  socket.on("data", (chunk) => socket.write(chunk.map((byte) => (byte >= 97 && byte <= 122 ? byte - 32 : byte))));
  socket.on("end", () => socket.end()).on("error", () => undefined);
}).listen(Number(process.argv[2]), "127.0.0.1");
setTimeout(() => process.exit(), 50_000);
