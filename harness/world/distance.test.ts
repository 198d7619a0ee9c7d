import { expect, test } from "@jest/globals";
import { createServer, type Socket } from "node:net";
import { portOf, TestStage } from "./test-stage.js";

const RTT_MS = 120;

test("a server at a distance answers two round trips after the connection was asked for, then one after each request; nothing is changed", async () => {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  using stage = new TestStage();
  try {
    const near = portOf((server.address() as { port: number }).port);
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
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
});
