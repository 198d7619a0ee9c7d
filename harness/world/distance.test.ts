import { expect, test } from "@jest/globals";
import { createServer, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { portOf, TestStage } from "./test-stage.js";

const RTT_MS = 120;

/** A server that sends back what comes, and a stage to reach it from. */
async function withEcho(run: (near: ReturnType<typeof portOf>, stage: TestStage) => Promise<void>): Promise<void> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  using stage = new TestStage();
  try {
    await run(portOf((server.address() as { port: number }).port), stage);
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
}

test("a server at a distance answers two round trips after the connection was asked for, then one after each request; nothing is changed", async () => {
  await withEcho(async (near, stage) => {
    expect(await stage.net.atDistance(near, 0)).toBe(near);
    const started = performance.now();
    const party = await stage.net.connect("client", await stage.net.atDistance(near, RTT_MS));
    const answered: number[] = [];
    for (const line of ["one\n", "two\n"]) {
      await party.send(line);
      expect(await party.receiveLines(1)).toBe("met");
      answered.push(performance.now() - started);
    }
    party.end();
    expect(await party.receiveEnd()).toBe("met");
    expect(stage.carried(1, "received")).toBe("one\ntwo\n");
    // Timers are never early by more than a ms; how late they are is the machine's affair.
    expect(answered[0]).toBeGreaterThanOrEqual(2 * RTT_MS - 3);
    expect((answered[1] ?? 0) - (answered[0] ?? 0)).toBeGreaterThanOrEqual(RTT_MS - 3);
  });
});

test("what is sent in pieces arrives in their order, also while the connection is still being made", async () => {
  await withEcho(async (near, stage) => {
    const party = await stage.net.connect("client", await stage.net.atDistance(near, RTT_MS));
    const lines = Array.from({ length: 100 }, (_, index) => `line ${index}\n`);
    for (const line of lines) {
      await party.send(line);
      await sleep(1);
    }
    expect(await party.receiveLines(lines.length)).toBe("met");
    party.end();
    expect(await party.receiveEnd()).toBe("met");
    expect(stage.carried(1, "received")).toBe(lines.join(""));
  });
});
