// tcp-echo server: sends every line back with a-z in upper case.
//
//   node build/server.js <port>
//
// TCP carries a stream of bytes, not messages: one `data` event may hold a piece of a line, or many lines and a piece
// of the next. So the server keeps, for each connection, the pieces of the one line whose LF has not yet come.

import { createServer, type Socket } from "node:net";

const LF = 0x0a;

/** Upper-cases ASCII a-z in place. Works on bytes, so a character of several bytes may be cut anywhere. */
function upperCase(bytes: Buffer): Buffer {
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (byte >= 0x61 && byte <= 0x7a) bytes[i] = byte - 0x20;
  }
  return bytes;
}

function serve(socket: Socket): void {
  // Kept as a list and joined once per line: joining at each piece would copy a long line again and again.
  let unfinished: Buffer[] = [];

  socket.on("data", (piece: Buffer) => {
    const end = piece.lastIndexOf(LF) + 1;
    if (end === 0) {
      unfinished.push(piece);
      return;
    }
    // All lines that are whole by now are answered with one write, however many they are.
    const lines = Buffer.concat([...unfinished, piece.subarray(0, end)]);
    unfinished = [piece.subarray(end)];
    const hasRoom = socket.write(upperCase(lines));
    // A client that sends but does not read fills the connection. We stop reading from it until it takes its
    // replies; otherwise they would pile up in our memory. The other clients do not notice.
    if (!hasRoom) socket.pause();
  });
  socket.on("drain", () => socket.resume());

  // The client has closed its sending side (RFC 9293, 3.6: half-close), and may still read.
  socket.on("end", () => socket.end(upperCase(Buffer.concat(unfinished))));

  // A reset ends this connection, not the server. Node destroys the socket by itself.
  socket.on("error", (problem) => console.error(`connection lost: ${problem.message}`));
}

const port = Number(process.argv[2]);

// allowHalfOpen: when to close our side is for us to say (at `end`, above), not for Node.
const server = createServer({ allowHalfOpen: true }, serve);
server.listen(port, "127.0.0.1");

process.once("SIGTERM", () => process.exit(0));
