import { describe, expect, test } from "@jest/globals";
import { createServer } from "node:net";
import { lookAtSockets, waitUntilBound } from "./wait-until-bound.js";
import { outputOf, TestFolder } from "./test-program.js";

/** Binds, says so, and from then on tells of everything that reaches it. */
const TCP = `
const [host, port] = [process.argv[1], Number(process.argv[2])];
require("node:net").createServer(() => console.log("touched")).listen({ host, port });
`;
const UDP = `
const socket = require("node:dgram").createSocket("udp4");
socket.on("message", () => console.log("touched"));
socket.bind(Number(process.argv[2]), process.argv[1]);
`;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe("a server is ready once its port is bound, and nothing has been sent to it", () => {
  test.each([
    ["tcp", TCP, "127.0.0.1"],
    ["tcp", TCP, "0.0.0.0"],
    ["tcp", TCP, "::"],
    ["udp", UDP, "127.0.0.1"],
    ["udp", UDP, "0.0.0.0"],
  ] as const)("%s", async (transport, code, host) => {
    await using folder = await TestFolder.make();
    const port = await freePort();
    const { program, events } = await folder.start(["node", "-e", code, host, String(port)]);
    expect(await waitUntilBound(program, { transport, port }, () => false)).toBe(true);
    expect(lookAtSockets(program.pid ?? 0, { transport, port })).toEqual({ ready: true, bound: [`${transport} ${host === "::" ? "[::]" : host}:${port}`] });
    await program.stop(1000);
    expect(outputOf(events, "stdout")).toBe("");
  });
});

test("one that binds another port is not ready, and a look tells which it is", async () => {
  await using folder = await TestFolder.make();
  const [wrong, port] = [await freePort(), await freePort()];
  const { program } = await folder.start(["node", "-e", TCP, "127.0.0.1", String(wrong)]);
  expect(await waitUntilBound(program, { transport: "tcp", port: wrong }, () => false)).toBe(true);
  expect(lookAtSockets(program.pid ?? 0, { transport: "tcp", port })).toEqual({ ready: false, bound: [`tcp 127.0.0.1:${wrong}`] });
  expect(lookAtSockets(program.pid ?? 0, { transport: "udp", port: wrong })).toEqual({ ready: false, bound: [] });
  let looks = 0;
  expect(await waitUntilBound(program, { transport: "tcp", port }, () => ++looks > 2)).toBe(false);
  await program.stop(1000);
});

test("one that listens where no client of ours comes is not ready", async () => {
  await using folder = await TestFolder.make();
  const port = await freePort();
  const { program } = await folder.start(["node", "-e", TCP, "127.0.0.2", String(port)]);
  const target = { transport: "tcp", port } as const;
  let looks = 0;
  expect(await waitUntilBound(program, target, () => lookAtSockets(program.pid ?? 0, target).bound.length > 0 && ++looks > 1)).toBe(false);
  expect(lookAtSockets(program.pid ?? 0, target)).toEqual({ ready: false, bound: [`tcp 127.0.0.2:${port}`] });
  await program.stop(1000);
});

test("a child of the program may bind for it", async () => {
  await using folder = await TestFolder.make();
  const port = await freePort();
  const { program } = await folder.start(["sh", "-c", 'node -e "$0" 127.0.0.1 "$1"; true', UDP, String(port)]);
  expect(await waitUntilBound(program, { transport: "udp", port }, () => false)).toBe(true);
  await program.stop(1000);
});

test("there is no waiting for a program that has exited, or never was", async () => {
  await using folder = await TestFolder.make();
  const exited = (await folder.start(["true"])).program;
  expect(await waitUntilBound(exited, { transport: "tcp", port: 1 }, () => false)).toBe(false);
  const never = (await folder.start(["./missing"])).program;
  expect(await waitUntilBound(never, { transport: "tcp", port: 1 }, () => false)).toBe(false);
});
