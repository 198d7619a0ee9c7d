// tcp-echo server: each connection is piped through an upper-casing transform and back to itself.
import net from "node:net";
import { Transform, pipeline } from "node:stream";

function upper(chunk, encoding, done) {
  for (let i = 0; i < chunk.length; i++) {
    if (chunk[i] >= 0x61 && chunk[i] <= 0x7a) chunk[i] -= 0x20;
  }
  done(null, chunk);
}

// allowHalfOpen: the client may have closed its side while replies still wait.
const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  pipeline(socket, new Transform({ transform: upper }), socket, (error) => {
    if (error) console.error("connection lost:", error.message);
  });
});
server.listen(Number(process.argv[2]), "127.0.0.1");
