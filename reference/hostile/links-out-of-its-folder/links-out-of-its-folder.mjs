// Tries to lead the grader out by links (to /, /etc/passwd, upwards, in a loop; the test makes them), and puts more of them where its folders are cleaned; nothing out there must change.
import { mkdirSync, symlinkSync } from "node:fs";
import { createServer } from "node:net";
import process from "node:process";

for (const folder of [process.cwd(), process.env.HOME, process.env.TMPDIR]) {
  try {
    mkdirSync(`${folder}/deep/${"deeper/".repeat(200)}`, { recursive: true, mode: 0o700 });
    for (const [name, to] of [
      ["deep/up", "../../../.."],
      ["deep/root", "/"],
      ["deep/passwd", "/etc/passwd"],
      ["deep/loop", "loop"],
      ["node_modules", "/"],
    ])
      symlinkSync(to, `${folder}/${name}`);
  } catch {
    // full, or made before
  }
}

createServer({ allowHalfOpen: true }, (socket) => {
  socket.on("data", (chunk) => socket.write(chunk.map((byte) => (byte >= 97 && byte <= 122 ? byte - 32 : byte))));
  socket.on("end", () => socket.end()).on("error", () => undefined);
}).listen(Number(process.argv[2]), "127.0.0.1");
setTimeout(() => process.exit(), 50_000);
