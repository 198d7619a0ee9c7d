import { afterEach, expect, test } from "@jest/globals";
import { createSocket } from "node:dgram";
import { createServer } from "node:net";
import { canBind, freePort, releasePort } from "./ports.js";

const taken: number[] = [];

async function take(transport: "tcp" | "udp") {
  const port = await freePort(transport);
  taken.push(port.number);
  return port;
}

afterEach(() => taken.splice(0).forEach(releasePort));

test("ports differ, and lie below those that outgoing connections take", async () => {
  const ports = await Promise.all(Array.from({ length: 40 }, () => take("tcp")));
  expect(new Set(ports.map((port) => port.number)).size).toBe(40);
  for (const port of ports) {
    expect(port.number).toBeGreaterThanOrEqual(20000);
    expect(port.number).toBeLessThan(32768);
    expect(port.toString()).toBe(String(port.number));
  }
});

test("a free port can be bound, by either transport, at any address", async () => {
  const { number } = await take("tcp");
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(number, "127.0.0.1", resolve));
  const socket = createSocket("udp4");
  await new Promise<void>((resolve) => socket.bind(number, "0.0.0.0", resolve));
  socket.close();
  server.close();
});

test("a port is locked against other graders of this machine until it is released", async () => {
  const { number } = await freePort("udp");
  const lock = () =>
    new Promise<string>((resolve) => {
      const other = createServer();
      other.once("error", (error) => resolve((error as { code?: string }).code ?? ""));
      other.listen(`\0wiregrade-port-${number}`, () => other.close(() => resolve("locked")));
    });
  expect(await lock()).toBe("EADDRINUSE");
  releasePort(number);
  releasePort(number);
  expect(await lock()).toBe("locked");
});

test("a loopback address can be used or not", async () => {
  expect(await canBind("127.0.0.1")).toBe(true);
  // TEST-NET-1 (RFC 5737): nobody's own.
  expect(await canBind("192.0.2.1")).toBe(false);
});
