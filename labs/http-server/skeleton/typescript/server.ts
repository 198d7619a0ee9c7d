// http-server: files, uploads, a form and a visit counter by HTTP/1.1.   Handout: HANDOUT.md
//
//   npx tsc -p tsconfig.build.json && node build/server.js <port> <root>

import { realpathSync } from "node:fs";
import { createServer, type Socket } from "node:net";

const port = Number(process.argv[2]);
/** The folder to serve, symbolic links in its own path resolved. */
const root = realpathSync(process.argv[3] ?? ".");
const idleMs = Number(process.env["IDLE_TIMEOUT_MS"] ?? 30_000);

function serve(socket: Socket): void {
  // Node calls this once for each connection, and many connections are open at the same time. What you keep in here
  // belongs to one client; what you keep outside is shared by all.

  socket.on("data", (piece: Buffer) => {
    // `piece` is what happened to arrive: perhaps one byte of a request, perhaps two requests and a half. For now it is
    // thrown away. Your work, in this order (the checks go the same way, so you see each step turn green):
    //
    // 1. Keep what has come until the empty line that ends a head is there. Split it into a request line and fields.
    //    What comes behind it is a body, or the next request: do not lose it.
    // 2. Answer a GET with the file under `root`: status line, Date, Content-Type, Content-Length (of bytes!), an empty
    //    line, the bytes. Then 404, HEAD, folders, percent-encoding, queries.
    // 3. Never a byte from outside `root`. Decode first, then decide; where does the name really lead?
    // 4. Last-Modified, If-Modified-Since and 304.
    // 5. Keep the connection open for the next request, and know when not to. Answer pipelined requests in order.
    // 6. Refuse what is malformed, with a complete response, and serve on.
    // 7. Bodies: Content-Length and chunked. PUT and DELETE under /files/, POST /form. What if a body is cut off
    //    half-way, or if nobody wants it?
    // 8. GET /visits: a cookie tells your clients apart.
    // 9. Think of a file of 50 MiB and eight clients that read slowly: what does socket.write() return, and how much of
    //    the file is in your memory?
    void piece;
  });

  socket.on("end", () => {
    // Your work: the client has closed its sending side, perhaps after its last request, and still reads.
    socket.end();
  });

  // Your work: a connection can break at any time (the event "error"). What happens to the other clients then? And one
  // that stays silent for `idleMs`, before or within a request, is closed.
}

// allowHalfOpen: Node leaves it to you when to close your side.
const server = createServer({ allowHalfOpen: true }, serve);
server.listen(port, "127.0.0.1");
