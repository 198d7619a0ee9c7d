import { expect, test } from "@jest/globals";
import { createSocket, type Socket } from "node:dgram";
import { TestStage } from "./test-stage.js";

const HOST = "127.0.0.1";

/** The student's server for a test: what it does with each datagram. */
async function serving(
  serve: (socket: Socket, bytes: Buffer, from: { address: string; port: number }) => void,
  use: (at: { host: string; port: number }) => Promise<void>,
): Promise<void> {
  const socket = createSocket("udp4");
  socket.on("message", (bytes, from) => serve(socket, bytes, from));
  await new Promise<void>((resolve) => socket.bind(0, HOST, resolve));
  try {
    await use({ host: HOST, port: socket.address().port });
  } finally {
    socket.close();
  }
}

test("every datagram is recorded with both addresses, the empty one, too", async () => {
  using stage = new TestStage();
  await serving(
    (socket, bytes, from) => socket.send(bytes, from.port, from.address),
    async (at) => {
      const party = await stage.net.udp("client");
      for (const text of ["hello", "", "\0\xff"]) {
        await party.exchange(`"${text}"`).send(text, at);
        expect((await party.receive())?.bytes.toString("latin1")).toBe(text);
      }
      const [local, remote] = [`${HOST}:${party.port}`, `${HOST}:${at.port}`];
      expect(stage.of("datagram").map((event) => [event.direction, event.local, event.remote, Buffer.from(event.bytes).toString("latin1")])).toEqual(
        ["hello", "", "\0\xff"].flatMap((text) => [
          ["sent", local, remote, text],
          ["received", local, remote, text],
        ]),
      );
      expect(stage.events[0]).toEqual({ type: "listen", socket: 1, transport: "udp", party: "client", address: local });
      expect(party.received).toBe(3);
    },
  );
});

test("the largest datagram passes; a larger one is a mistake of the scenario", async () => {
  using stage = new TestStage();
  await serving(
    (socket, bytes, from) => socket.send(String(bytes.length), from.port, from.address),
    async (at) => {
      const party = await stage.net.udp("client");
      await party.send(Buffer.alloc(65507), at);
      expect((await party.receive())?.bytes.toString()).toBe("65507");
      await expect(party.send(Buffer.alloc(65508), at)).rejects.toMatchObject({ code: "EMSGSIZE" });
    },
  );
});

test("replies from elsewhere are heard, and told apart", async () => {
  using stage = new TestStage();
  const stray = createSocket("udp4");
  await new Promise<void>((resolve) => stray.bind(0, "127.0.0.2", resolve));
  const party = await stage.net.udp("client");
  stray.send("x", party.port, HOST);
  expect(await party.receive()).toMatchObject({ from: { host: "127.0.0.2", port: stray.address().port } });
  stray.close();
});

test("200 sockets at once, each with its own replies", async () => {
  using stage = new TestStage();
  await serving(
    (socket, bytes, from) => socket.send(bytes, from.port, from.address),
    async (at) => {
      const parties = await Promise.all(Array.from({ length: 200 }, (_, i) => stage.net.udp(`client ${i}`)));
      expect(new Set(parties.map((party) => party.port)).size).toBe(200);
      await Promise.all(parties.map((party, i) => party.send(`datagram ${i}`, at)));
      const replies = await Promise.all(parties.map((party) => party.receive()));
      expect(replies.map((reply) => reply?.bytes.toString())).toEqual(parties.map((_, i) => `datagram ${i}`));
    },
  );
});

test("a burst of 200 small datagrams is heard whole", async () => {
  using stage = new TestStage();
  const party = await stage.net.udp("server");
  const socket = createSocket("udp4");
  for (let i = 0; i < 200; i++) socket.send(`${i}`, party.port, HOST);
  expect(await party.receivedInAll(200)).toBe("met");
  socket.close();
});

test("a datagram that need not come is read if it comes, and leaves no trace if it does not", async () => {
  using stage = new TestStage();
  const party = await stage.net.udp("client");
  expect(await party.receiveIfAny(20)).toBeNull();
  const socket = createSocket("udp4");
  socket.send("here", party.port, HOST);
  expect((await party.receiveIfAny(5000))?.bytes.toString()).toBe("here");
  expect(stage.of("wait")).toEqual([]);
  socket.close();
});

test("a port that nobody has swallows what is sent to it, and a wait for it ends with the deadline", async () => {
  using stage = new TestStage();
  let closed = { host: HOST, port: 0 };
  await serving(
    () => undefined,
    (at) => Promise.resolve(void (closed = at)),
  );
  const party = await stage.net.udp("client");
  await party.send("anyone?", closed);
  await party.send("anyone?", closed);
  expect(await party.receive(50)).toBeNull();
  expect(stage.of("wait")).toEqual([
    {
      type: "wait",
      socket: 1,
      process: null,
      kind: "data",
      until: "a datagram",
      outcome: "deadline",
      ms: expect.any(Number) as unknown as number,
      nominalMs: 50,
    },
  ]);
});

test("a wait ends with the student's programs; what has come by then is still read", async () => {
  using stage = new TestStage();
  const party = await stage.net.udp("server");
  const socket = createSocket("udp4");
  socket.send("last words", party.port, HOST);
  await party.receivedInAll(1);
  const [first, second] = [party.receive(), party.receivedInAll(2, 60_000)];
  stage.exit();
  expect((await first)?.bytes.toString()).toBe("last words");
  expect(await second).toBe("exited");
  expect(await party.lull(60_000)).toBe(false);
  socket.close();
});

test("a socket that is closed gives up its port, and tells what comes to it so", async () => {
  using stage = new TestStage();
  const party = await stage.net.udp("server");
  party.close();
  party.close();
  expect(stage.of("end")).toEqual([{ type: "end", socket: 1, direction: "sent" }]);
  const socket = createSocket("udp4");
  socket.connect(party.port, HOST);
  await new Promise<void>((resolve) => socket.once("connect", resolve));
  const refused = new Promise((resolve) => socket.once("error", (error) => resolve((error as { code?: string }).code)));
  socket.send("x");
  expect(await refused).toBe("ECONNREFUSED");
  socket.close();
});

test("a port that is taken is our fault, said at once", async () => {
  using stage = new TestStage();
  const party = await stage.net.udp("server");
  await expect(stage.net.udp("other", { port: { transport: "udp", number: party.port } })).rejects.toMatchObject({ code: "EADDRINUSE" });
});

test("a party that answers by itself hears every datagram as it comes, while the scenario waits for what comes of it", async () => {
  using stage = new TestStage();
  const heard: string[] = [];
  const party = (await stage.net.udp("member")).listen(({ bytes, from }) => {
    heard.push(bytes.toString());
    void party.send("pong", from);
  });
  const socket = createSocket("udp4");
  const answer = new Promise((resolve) => socket.once("message", (bytes) => resolve(bytes.toString())));
  socket.send("ping", party.port, HOST);
  expect(await stage.net.until(() => heard.length === 1, "a ping")).toBe("met");
  expect(await answer).toBe("pong");
  expect(await stage.net.until(() => heard.length === 2, "another ping", 20)).toBe("deadline");
  expect(stage.of("wait").map(({ until, outcome }) => [until, outcome])).toEqual([
    ["a ping", "met"],
    ["another ping", "deadline"],
  ]);
  socket.close();
});
