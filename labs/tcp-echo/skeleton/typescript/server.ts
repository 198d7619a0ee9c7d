// tcp-echo server: sends every line back with a-z in upper case.   Handout: HANDOUT.md, "The server"
//
//   npx tsc -p tsconfig.build.json && node build/server.js <port>

import { createServer, type Socket } from "node:net";

function serve(socket: Socket): void {
  // Node calls this once for each connection, and many connections are open at the same time. What you keep in here
  // belongs to one client; what you keep outside is shared by all.

  socket.on("data", (piece: Buffer) => {
    // Your work: answer what has come; a whole line must not wait for more. `piece` is what happened to arrive: perhaps
    // one byte, perhaps ten lines and a half. It is bytes; think before you make it a string. For now it is thrown away.
    void piece;
  });

  socket.on("end", () => {
    // Your work: the client has closed its sending side and still reads. What do you owe it before you close, too?
  });

  // Your work: a connection can break at any time (the event "error"), and a client may send and not read (see what
  // socket.write() returns). What happens to the other clients then?
}

const port = Number(process.argv[2]);

// allowHalfOpen: Node leaves it to you when to close your side (the handout's "half-close").
const server = createServer({ allowHalfOpen: true }, serve);
server.listen(port, "127.0.0.1");
