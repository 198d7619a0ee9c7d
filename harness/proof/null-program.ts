import { createSocket } from "node:dgram";
import { connect, createServer, type Socket } from "node:net";

/**
 * Programs that do nothing right, in one file without imports of ours: `node null-program.js <kind> <server|client> <tcp|udp>
 * <which of the role's arguments is the port, from 0> <arguments of the role>`. No check may pass for any of them.
 */
const [kind, role, transport, place, ...args] = process.argv.slice(2);
const garbage = Buffer.from([0, 255, 13, 10, 60, 33, 195, 40, 10, 7]);

/** What a kind does with a connection that is there. */
function onConnection(socket: Socket): void {
  socket.on("error", () => undefined);
  switch (kind) {
    case "closes-at-once":
      socket.end();
      break;
    case "echoes":
      socket.pipe(socket);
      break;
    case "talks-garbage":
      socket.resume();
      socket.write(garbage);
      socket.end();
      break;
    case "never-reads":
      socket.pause();
      break;
    case "floods": {
      socket.resume();
      const more = (): void => void (socket.destroyed || socket.write("FLOOD\n".repeat(1000), () => setTimeout(more, 5)));
      more();
      break;
    }
    default:
      socket.resume();
  }
}

function server(port: number): void {
  if (transport === "tcp") {
    createServer({ allowHalfOpen: kind !== "echoes" }, onConnection).listen(port, "127.0.0.1");
    return;
  }
  const socket = createSocket("udp4");
  socket.on("error", () => undefined);
  socket.on("message", (bytes, { port: to, address }) => {
    if (kind === "echoes") socket.send(bytes, to, address);
    if (kind === "talks-garbage") socket.send(garbage, to, address);
    if (kind === "floods") for (let i = 0; i < 50; i++) socket.send("FLOOD", to, address);
    if (kind === "closes-at-once") process.exit(0);
  });
  socket.bind(port, "127.0.0.1");
}

function client(host: string, port: number): void {
  if (kind === "echoes") process.stdin.pipe(process.stdout);
  if (kind === "upper-cases-alone") {
    process.stdin.setEncoding("latin1").on("data", (text: string) => process.stdout.write(text.toUpperCase(), "latin1"));
    return;
  }
  if (kind === "talks-garbage") process.stdout.write("GARBAGE\n");
  if (transport === "tcp") {
    const socket = connect({ host, port });
    socket.once("connect", () => onConnection(socket));
    socket.on("error", () => process.exit(0));
    socket.on("close", () => process.exit(0));
    return;
  }
  const socket = createSocket("udp4");
  if (kind === "talks-garbage") socket.send(garbage, port, host, () => process.exit(0));
  if (kind === "floods") for (let i = 0; i < 200; i++) socket.send("FLOOD", port, host);
  if (kind === "closes-at-once") socket.close();
}

if (kind !== "exits-at-once") {
  const port = Number(args[Number(place)]);
  if (role === "server") server(port);
  else client(args[Number(place) - 1] ?? "", port);
}
