// udp-echo server.
import dgram from "node:dgram";

function upper(bytes) {
  return bytes.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte));
}

const socket = dgram.createSocket("udp4");
socket.on("message", (message, sender) => {
  socket.send(upper(message), sender.port, sender.address, (error) => {
    if (error) console.error("not answered:", error.message);
  });
});
socket.on("error", (error) => {
  console.error(error.message);
  process.exit(1);
});
socket.bind(Number(process.argv[2]));
