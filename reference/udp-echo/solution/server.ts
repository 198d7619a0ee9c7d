// udp-echo server: sends every datagram back to its sender with a-z in upper case.
//
//   node build/server.js <port>
//
// UDP keeps the borders of messages: one send is one datagram, and one `message` event here. It promises nothing else,
// and neither does the server: it remembers no client and no datagram, so one that is sent again is answered again.

import { createSocket } from "node:dgram";

/** Upper-cases ASCII a-z in place. Works on bytes: a datagram need not be text, and NUL is a byte like any other. */
function upperCase(bytes: Buffer): Buffer {
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (byte >= 0x61 && byte <= 0x7a) bytes[i] = byte - 0x20;
  }
  return bytes;
}

const port = Number(process.argv[2]);
const socket = createSocket("udp4");

// The reply goes to where the datagram came from, and leaves from the port that we listen on: a client takes nothing
// that comes from elsewhere. An empty datagram is a datagram too (RFC 768: Length is at least 8, the header).
socket.on("message", (datagram, sender) => {
  const reply = upperCase(datagram);
  socket.send(reply, sender.port, sender.address, (problem) => {
    if (problem) console.error(`reply to ${sender.address}:${sender.port} not sent: ${problem.message}`);
  });
});

// A client may be gone when its reply arrives; ICMP then says "port unreachable" (RFC 1122, 4.1.3.3). That is the
// client's affair and no reason to end. Only a port that we cannot have is.
socket.on("error", (problem) => {
  console.error(problem.message);
  if ((problem as NodeJS.ErrnoException).syscall === "bind") process.exit(1);
});

socket.bind(port, "127.0.0.1");

process.once("SIGTERM", () => process.exit(0));
