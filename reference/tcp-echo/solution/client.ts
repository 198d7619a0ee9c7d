// tcp-echo client: sends the lines of its standard input, prints the reply lines on its standard output.
//
//   node build/client.js <host> <port>
//
// Sending and printing go on side by side. A client that sends everything before it reads anything deadlocks on much
// input: the server's replies fill the connection, then the server stops reading, then the client cannot send.

import { once } from "node:events";
import { connect, type Socket } from "node:net";

const LF = 0x0a;

/** Lines seen in a stream so far: those that ended with LF, and whether one has begun since. */
interface Tally {
  ended: number;
  open: boolean;
}

function count(tally: Tally, piece: Buffer): void {
  for (let at = piece.indexOf(LF); at !== -1; at = piece.indexOf(LF, at + 1)) tally.ended++;
  tally.open = piece[piece.length - 1] !== LF;
}

const begun = (tally: Tally): number => tally.ended + (tally.open ? 1 : 0);

const input: Tally = { ended: 0, open: false };
const replies: Tally = { ended: 0, open: false };

async function sendLines(socket: Socket): Promise<void> {
  for await (const piece of process.stdin as AsyncIterable<Buffer>) {
    if (socket.readableEnded) throw new Error("the server closed the connection before the end of the input");
    count(input, piece);
    const hasRoom = socket.write(piece);
    if (!hasRoom) await once(socket, "drain");
  }
  if (input.open) socket.write("\n");
  // Closes the sending side only (a FIN): the server learns that this was all, and we read on.
  socket.end();
}

async function printReplies(socket: Socket): Promise<void> {
  for await (const piece of socket as AsyncIterable<Buffer>) {
    count(replies, piece);
    const hasRoom = process.stdout.write(piece);
    if (!hasRoom) await once(process.stdout, "drain");
  }
  // The end of the stream looks the same whether the server is done or has given up: only counting tells. The
  // reply to a last line that came without LF may come without one, too.
  const missing = begun(input) - begun(replies);
  if (missing > 0) throw new Error(`the server closed the connection and owes ${missing} replies`);
  if (replies.open && !input.open) throw new Error("the server closed the connection in the middle of a reply");
}

const host = process.argv[2]!;
const port = Number(process.argv[3]);
const socket = connect({ host, port, allowHalfOpen: true });

try {
  await Promise.all([sendLines(socket), printReplies(socket)]);
} catch (problem) {
  console.error(`tcp-echo client: ${(problem as Error).message}`);
  process.exitCode = 1;
  // Not process.exit(): what is printed already may be on its way to stdout. With both inputs closed we end anyway.
  process.stdin.destroy();
  socket.destroy();
}
