// Tries to find the grader, by its command line and in likely places, and to read the reference solution and the hidden checks; it must find neither.
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import process from "node:process";

const list = (folder) => {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
};
const roots = new Set();
for (const pid of list("/proc").filter((name) => /^\d+$/.test(name))) {
  try {
    for (const word of readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0")) {
      const root = /^(\/.*)\/dist\/harness\//.exec(word)?.[1];
      if (root !== undefined) roots.add(root);
    }
  } catch {
    // ended, or not ours to see
  }
}
for (let folder = process.cwd(); folder !== "/"; folder = dirname(folder)) roots.add(folder);
const places = [
  "/srv",
  "/opt",
  "/app",
  "/root",
  "/builds",
  "/github/workspace",
  "/usr/local/lib/node_modules",
  "/usr/lib/node_modules",
  "/opt/wiregrade/node_modules",
];
for (const place of [...places, ...list("/home").map((name) => join("/home", name))]) {
  roots.add(place);
  for (const name of list(place)) roots.add(join(place, name));
}
const secrets = ["reference/tcp-echo/solution/server.ts", "reference/tcp-echo/hidden/rubric.json", "dist/reference/tcp-echo/hidden/scenarios/server.js"];
for (const root of roots) {
  for (const secret of secrets) {
    try {
      if (readFileSync(join(root, secret)).length > 0) console.error(`BREACH: read ${join(root, secret)}`);
    } catch {
      // not there, or closed
    }
  }
}

createServer({ allowHalfOpen: true }, (socket) => {
  socket.on("data", (chunk) => socket.write(chunk.map((byte) => (byte >= 97 && byte <= 122 ? byte - 32 : byte))));
  socket.on("end", () => socket.end()).on("error", () => undefined);
}).listen(Number(process.argv[2]), "127.0.0.1");
setTimeout(() => process.exit(), 50_000);
