// tcp-echo client: sends stdin as it comes, prints replies as they come, and is done when every line has its reply.
import net from "node:net";

const LF = 10;
let asked = 0;
let answered = 0;
let last = LF;
let inputEnded = false;

function countLines(chunk) {
  let lines = 0;
  for (const byte of chunk) if (byte === LF) lines++;
  return lines;
}

function exitWhenAnswered() {
  if (inputEnded && answered === asked) process.stdout.write("", () => process.exit(0));
}

function fail(why) {
  console.error(`${why} after ${answered} of ${asked} replies`);
  process.exit(1);
}

const [host, port] = process.argv.slice(2);
const socket = net.connect(Number(port), host);

process.stdin.on("data", (chunk) => {
  asked += countLines(chunk);
  last = chunk[chunk.length - 1];
  if (!socket.write(chunk)) process.stdin.pause();
});
socket.on("drain", () => process.stdin.resume());
process.stdin.on("end", () => {
  inputEnded = true;
  if (last !== LF) {
    asked++;
    socket.write("\n");
  }
  exitWhenAnswered();
});

socket.on("data", (chunk) => {
  process.stdout.write(chunk);
  answered += countLines(chunk);
  exitWhenAnswered();
});
socket.on("end", () => {
  if (answered < asked) fail("connection closed");
});
socket.on("error", (error) => fail(error.message));
