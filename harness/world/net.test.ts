import { expect, test } from "@jest/globals";
import { connect, type Socket } from "node:net";
import { TestStage } from "./test-stage.js";

/** The student's client for a test. */
async function client(port: number, host = "127.0.0.1"): Promise<Socket> {
  const socket = connect({ port, host, allowHalfOpen: true });
  socket.on("error", () => undefined);
  await new Promise((resolve) => socket.once("connect", resolve));
  return socket;
}

test("a listening party takes the connections that are made to it, in order", async () => {
  using stage = new TestStage();
  const server = await stage.net.listen("server");
  const first = await client(server.port);
  const one = await server.accept();
  const second = await client(server.port);
  const two = await server.accept();
  expect([one?.name, two?.name]).toEqual(["server", "server 2"]);
  first.end("hello\n");
  expect(await one?.receiveLines(1)).toBe("met");
  expect(await one?.receiveEnd()).toBe("met");
  second.resetAndDestroy();
  expect(await two?.receiveEnd()).toBe("reset");
  expect(stage.of("listen")).toEqual([{ type: "listen", socket: server.number, transport: "tcp", party: "server", address: `127.0.0.1:${server.port}` }]);
  expect(stage.of("open").map((event) => [event.by, event.listener, event.local])).toEqual(
    [1, 2].map(() => ["student", server.number, `127.0.0.1:${server.port}`]),
  );
  expect(
    stage
      .of("wait")
      .filter((event) => event.kind === "connection")
      .map((event) => event.outcome),
  ).toEqual(["met", "met"]);
  expect(stage.carried(one?.number ?? 0, "received")).toBe("hello\n");
  first.destroy();
});

test("waiting for a connection ends with the deadline, or with the student's programs", async () => {
  using stage = new TestStage();
  const server = await stage.net.listen("server");
  expect(await server.accept(50)).toBeNull();
  const waiting = server.accept(60_000);
  stage.exit();
  expect(await waiting).toBeNull();
  expect(stage.of("wait").map((event) => event.outcome)).toEqual(["deadline", "exited"]);
});

test("several parties listen at one port on several loopback addresses, each hears its own", async () => {
  using stage = new TestStage();
  const port = await stage.net.port("tcp");
  const real = await stage.net.listen("server", { host: "127.0.0.77", port });
  const decoy = await stage.net.listen("decoy", { host: "127.0.0.1", port });
  expect([real.port, decoy.port]).toEqual([port.number, port.number]);
  const socket = await client(port.number, "127.0.0.77");
  expect((await real.accept())?.name).toBe("server");
  expect(await decoy.accept(20)).toBeNull();
  socket.destroy();
});

test("a listener that is closed refuses, and keeps what it has accepted", async () => {
  using stage = new TestStage();
  const server = await stage.net.listen("server");
  const first = await client(server.port);
  const party = await server.accept();
  server.close();
  const late = connect({ port: server.port, host: "127.0.0.1" });
  expect(await new Promise((resolve) => late.once("error", (error) => resolve((error as { code?: string }).code)))).toBe("ECONNREFUSED");
  first.end("x");
  expect(await party?.receiveBytes(1)).toBe("met");
  first.destroy();
});

test("a connection that is accepted late is not read before, and loses nothing", async () => {
  using stage = new TestStage();
  const server = await stage.net.listen("server", { acceptAfterMs: 60 });
  const started = performance.now();
  const socket = await client(server.port);
  socket.write("hello\n");
  const party = await server.accept();
  expect(performance.now() - started).toBeGreaterThanOrEqual(55);
  expect(await party?.receiveLines(1)).toBe("met");
  expect(stage.events.map((event) => event.type)).toEqual(["listen", "fault", "open", "wait", "data", "wait"]);
  socket.destroy();
});

test("a party that reads slowly takes a breath after every chunk, and loses nothing", async () => {
  using stage = new TestStage();
  const server = await stage.net.listen("server");
  const socket = await client(server.port);
  const party = await server.accept();
  party?.readSlowly(10);
  const started = performance.now();
  socket.write(Buffer.alloc(1 << 20, "x"));
  expect(await party?.receiveBytes(1 << 20)).toBe("met");
  const chunks = stage.of("data").length;
  expect(chunks).toBeGreaterThan(8);
  expect(performance.now() - started).toBeGreaterThanOrEqual(9 * (chunks - 1));
  party?.resumeReading();
  expect(stage.of("fault").map(({ kind }) => kind)).toEqual(["slow-reading", "resume-reading"]);
  socket.destroy();
});

test("at the end of a run nothing is left: connections, listeners, ports", async () => {
  const stage = new TestStage();
  const port = await stage.net.port("tcp");
  const server = await stage.net.listen("server", { port });
  const socket = await client(server.port);
  const gone = new Promise((resolve) => socket.once("close", resolve));
  await server.accept();
  stage.net.dispose();
  socket.resume().end();
  await gone;
  const recorded = stage.events.length;
  // The port is free again for whoever asks.
  const next = new TestStage();
  const again = await next.net.listen("server", { port });
  next.net.dispose();
  expect(again.port).toBe(port.number);
  await expect(stage.net.listen("server", { port })).rejects.toThrow("the run is over");
  expect(stage.events).toHaveLength(recorded + 1);
});

test("a step that came out too long is noted, one that did not is not", async () => {
  using stage = new TestStage();
  expect(await stage.net.promptly(60_000, () => Promise.resolve("done"))).toBe("done");
  expect(stage.of("wait")).toEqual([]);
  await stage.net.promptly(1, async () => await stage.net.pauseByClock(5));
  expect(stage.of("wait")).toMatchObject([{ socket: null, outcome: "starved", nominalMs: 1 }]);
});

test.each([
  ["says nothing", 60, () => false],
  ["takes its time", 60_000, (started: number) => performance.now() - started > 60],
])("a step in which a program %s is not our lateness; what we spend beside it is", async (_, waitMs, look) => {
  using stage = new TestStage();
  const wait = async () => {
    const started = performance.now();
    await stage.net.until(() => look(started), "what the program does", waitMs);
  };
  await stage.net.promptly(50, wait);
  expect(stage.of("wait").filter(({ outcome }) => outcome === "starved")).toEqual([]);
  await stage.net.promptly(50, async () => {
    await wait();
    await stage.net.pauseByClock(60);
  });
  expect(stage.of("wait").filter(({ outcome }) => outcome === "starved")).toMatchObject([{ nominalMs: 50 }]);
});
