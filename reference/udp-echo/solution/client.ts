// udp-echo client: sends each line of its standard input as one datagram, prints each reply on its standard output.
//
//   node build/client.js <host> <port>
//
// A datagram or its reply may be lost, may come twice, and anyone may send us one. So the client sends again when
// nothing comes in time, and takes a datagram for a reply only if it comes from the server and belongs to this line.

import { createSocket, type RemoteInfo, type Socket } from "node:dgram";
import { lookup } from "node:dns/promises";

const LF = 0x0a;
const SENDS = 3;
const timeoutMs = Number(process.env.TIMEOUT_MS) || 1000;

const port = Number(process.argv[3]);
// The address as the kernel writes it, to compare senders with; nothing is asked of DNS for an IPv4 literal.
const { address } = await lookup(process.argv[2]!, 4);

/** The lines of standard input without their LF, each as soon as it is there; the last one may come without LF. */
async function* inputLines(): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of process.stdin as AsyncIterable<Buffer>) {
    rest = Buffer.concat([rest, piece]);
    for (let end = rest.indexOf(LF); end !== -1; end = rest.indexOf(LF)) {
      yield rest.subarray(0, end);
      rest = rest.subarray(end + 1);
    }
  }
  if (rest.length > 0) yield rest;
}

/** The server's next datagram, or undefined if none comes in time. */
function nextReply(socket: Socket): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const finish = (reply: Buffer | undefined) => {
      clearTimeout(timer);
      socket.off("message", take);
      resolve(reply);
    };
    // A stray datagram is passed over and leaves the timer alone; else a chatty stranger could keep us waiting for ever.
    const take = (datagram: Buffer, sender: RemoteInfo) => {
      if (sender.address === address && sender.port === port) finish(datagram);
    };
    const timer = setTimeout(() => finish(undefined), timeoutMs);
    socket.on("message", take);
  });
}

async function ask(line: Buffer): Promise<Buffer | undefined> {
  // A port of its own for each line: a late second reply to an earlier line goes to a port that nobody reads any more.
  // The sends of one line share it, so that the reply to the first still counts while we wait after the second.
  const socket = createSocket("udp4");
  // "Port unreachable" may come before the server is up, or from anyone (RFC 1122): we wait on as if nothing had come.
  socket.on("error", (problem) => console.error(problem.message));
  try {
    for (let sends = 0; sends < SENDS; sends++) {
      socket.send(line, port, address);
      const reply = await nextReply(socket);
      if (reply) return reply;
    }
    return undefined;
  } finally {
    socket.close();
  }
}

for await (const line of inputLines()) {
  const reply = await ask(line);
  if (reply) {
    process.stdout.write(Buffer.concat([reply, Buffer.of(LF)]));
  } else {
    console.error(`no reply to ${SENDS} datagrams: ${line.toString()}`);
    process.exitCode = 1;
  }
}
