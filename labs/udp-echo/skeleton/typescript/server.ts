// udp-echo server: sends every datagram back with a-z in upper case.   Handout: HANDOUT.md, "The server"
//
//   npx tsc -p tsconfig.build.json && node build/server.js <port>

import { createSocket } from "node:dgram";

const port = Number(process.argv[2]);
const socket = createSocket("udp4");

socket.on("message", (datagram, sender) => {
  // Your work: send one datagram back. `datagram` is bytes, of any value and of any length, zero included; think
  // before you make it a string. Where does the reply go, and from which port must it come? For now nothing is sent.
  void datagram;
  void sender;
});

// Your work: what if a reply cannot be delivered (the event "error", and send()'s callback)? The next client must not
// notice.

socket.bind(port, "127.0.0.1");
