// udp-echo client: one socket for everything. A datagram counts as the reply if it comes from the server and says
// what the line asked for; everything else, late duplicates too, is left alone.
import dgram from "node:dgram";

const SENDS = 3;
const timeout = Number(process.env.TIMEOUT_MS ?? 1000);
const host = process.argv[2];
const port = Number(process.argv[3]);
const socket = dgram.createSocket("udp4");
socket.on("error", (error) => console.error(error.message));

async function readLines() {
  const chunks = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  // Latin-1: one character for each byte, whatever the bytes are
  const lines = Buffer.concat(chunks).toString("latin1").split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines.map((line) => Buffer.from(line, "latin1"));
}

// A reply has the letters of its line. (Some servers change more of them than ASCII ones, some do not.)
function answers(line, reply) {
  return reply.toString().toUpperCase() === line.toString().toUpperCase();
}

function sendAndWait(line) {
  return new Promise((resolve) => {
    const done = (reply) => {
      clearTimeout(timer);
      socket.off("message", receive);
      resolve(reply);
    };
    const receive = (message, sender) => {
      if (sender.address === host && sender.port === port && answers(line, message)) done(message);
    };
    const timer = setTimeout(done, timeout, null);
    socket.on("message", receive);
    socket.send(line, port, host);
  });
}

async function ask(line) {
  for (let i = 0; i < SENDS; i++) {
    const reply = await sendAndWait(line);
    if (reply) return reply;
  }
  return null;
}

for (const line of await readLines()) {
  const reply = await ask(line);
  if (reply) {
    process.stdout.write(Buffer.concat([reply, Buffer.from("\n")]));
  } else {
    console.error(`no answer to "${line}"`);
    process.exitCode = 1;
  }
}
socket.close();
