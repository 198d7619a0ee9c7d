// pop3-server: lets users read and delete their mail, by POP3.   Handout: HANDOUT.md
//
//   npx tsc -p tsconfig.build.json && node build/server.js <port> <maildrop-dir>

import { createServer, type Socket } from "node:net";

const port = Number(process.argv[2]);
/** The folder with the file `users`, and with a folder of messages for each of them. */
const maildrops = process.argv[3] ?? ".";
const idleMs = Number(process.env["IDLE_TIMEOUT_MS"] ?? 600_000);

function serve(socket: Socket): void {
  // Node calls this once for each connection, and many connections are open at the same time. What you keep in here
  // belongs to one client; what you keep outside is shared by all.

  socket.write("+OK who are you?\r\n");

  socket.on("data", (piece: Buffer) => {
    // `piece` is what happened to arrive: perhaps one byte of a command, perhaps two commands and a half. It is bytes;
    // think before you make it a string. For now each piece is taken for one command, and refused. Your work, in this
    // order (the checks go the same way, so you see each step turn green):
    //
    // 1. Keep what has come until a command is whole. What comes behind it is the next command: do not lose it, and do
    //    not answer it too early. Keywords come in any case.
    // 2. Read the file `users`. USER, then PASS: look well at what belongs to a password. Only names in the file are
    //    names. Before PASS everything but QUIT is refused, and a QUIT removes nothing.
    // 3. The lock: from PASS on the maildrop is this session's alone. Until when? What if a session never says QUIT?
    // 4. STAT and LIST. Which files are messages, in what order, and what if one arrives in the middle? Octets count
    //    what RETR sends: is that the size of the file?
    // 5. RETR: `+OK`, the message, a line that is only a dot. What if the message has such a line, or one that begins
    //    with a dot? What if its last line has no end?
    // 6. DELE marks, RSET unmarks, QUIT removes. What is the number of message 2 when 1 is marked? And what becomes of
    //    the marks when the client is gone without QUIT?
    // 7. Refuse what is unknown, and numbers of no message, and go on.
    // 8. A client that brings no whole command for `idleMs` is given up. What has it lost?
    // 9. Think of a message of 20 MiB: what does socket.write() return, and who waits while it is sent?
    if (piece.toString("latin1") === "QUIT\r\n") {
      socket.end("+OK bye\r\n");
      return;
    }
    socket.write("-ERR not implemented yet\r\n");
  });

  socket.on("end", () => {
    // Your work: the client has closed its sending side, perhaps without a QUIT, and still reads.
    socket.end();
  });

  // Your work: a connection can break at any time (the event "error"). What happens to the other clients then, and to
  // the lock?
}

// allowHalfOpen: Node leaves it to you when to close your side.
const server = createServer({ allowHalfOpen: true }, serve);
server.listen(port, "127.0.0.1");
