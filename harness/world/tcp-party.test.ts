import { describe, expect, test } from "@jest/globals";
import { createServer, type Server, type Socket } from "node:net";
import { SeededStream } from "../text/seeded-stream.js";
import { Cutter } from "./cutting.js";
import { Seed } from "./seed.js";
import { addressOf } from "./party-context.js";
import { portOf, TestStage } from "./test-stage.js";

/** The student's server for a test: what it does with each connection. */
async function serving(serve: (socket: Socket) => void, use: (port: number, server: Server) => Promise<void>): Promise<void> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    serve(socket);
  });
  await new Promise<void>((resolve) => server.listen({ port: 0, host: "0.0.0.0", backlog: 511 }, resolve));
  try {
    await use((server.address() as { port: number }).port, server);
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
}

const echo = (socket: Socket) => void socket.pipe(socket);

describe("what crosses a connection is recorded", () => {
  test.each(["whole", "bytes", "cuts"] as const)("byte for byte, cut as %s", async (mode) => {
    using stage = new TestStage(mode);
    await serving(echo, async (port) => {
      const party = await stage.net.connect("client", portOf(port));
      const text = `${"\0\xff\r".repeat(50)}\n`;
      expect(await party.exchange("hello").send(text)).toBe("met");
      expect(await party.receiveLines(1)).toBe("met");
      party.end();
      expect(await party.receiveEnd()).toBe("met");
      expect(stage.carried(1, "sent")).toBe(text);
      expect(stage.carried(1, "received")).toBe(text);
      expect(stage.of("data").filter((event) => event.direction === "sent")).toHaveLength(
        new Cutter(mode, new Seed("test")).cut(Buffer.from(text, "latin1")).length,
      );
      expect(stage.events[0]).toMatchObject({ type: "open", socket: 1, party: "client", by: "party", remote: `127.0.0.1:${port}` });
      expect(stage.of("end").map((event) => event.direction)).toEqual(["sent", "received"]);
      expect(stage.of("reset")).toEqual([]);
      expect(stage.of("wait").map((event) => [event.kind, event.outcome])).toEqual([
        ["data", "met"],
        ["end", "met"],
      ]);
    });
  });

  test("coalesced: what is written without a wait between goes as one, before a wait and before the end", async () => {
    using stage = new TestStage("coalesced");
    await serving(echo, async (port) => {
      const party = await stage.net.connect("client", portOf(port));
      await party.send("one\n");
      await party.send("two\n");
      expect(stage.carried(1, "sent")).toBe("");
      expect(await party.receiveLines(2)).toBe("met");
      await party.send("three\n");
      await party.send("four");
      party.end();
      expect(await party.receiveEnd()).toBe("met");
      const sent = stage.of("data").flatMap(({ direction, bytes }) => (direction === "sent" ? [Buffer.from(bytes).toString()] : []));
      expect(sent).toEqual(["one\ntwo\n", "three\nfour"]);
      expect(stage.carried(1, "received")).toBe("one\ntwo\nthree\nfour");
    });
  });

  test("its own bytes, whatever becomes of the caller's buffer", async () => {
    using stage = new TestStage();
    await serving(echo, async (port) => {
      const party = await stage.net.connect("client", portOf(port));
      const bytes = new Uint8Array([1, 2, 3]);
      const sent = party.send(bytes);
      bytes.fill(9);
      await sent;
      await party.receiveBytes(3);
      expect(stage.carried(1, "sent")).toBe("\x01\x02\x03");
    });
  });
});

describe("each side is closed on its own", () => {
  test("the student's FIN first: ours may still send", async () => {
    using stage = new TestStage();
    let heard = "";
    await serving(
      (socket) => void socket.on("data", (bytes) => (heard += bytes.toString())).end("bye\n"),
      async (port) => {
        const party = await stage.net.connect("client", portOf(port));
        expect(await party.receiveEnd()).toBe("met");
        expect(await party.send("late\n")).toBe("met");
        expect(await party.receiveLines(1)).toBe("met");
        expect(await party.receiveLines(1)).toBe("ended");
        while (heard === "") await new Promise((resolve) => setImmediate(resolve));
        expect(heard).toBe("late\n");
      },
    );
  });

  test("ours first: the answer still arrives, and nothing more is sent", async () => {
    using stage = new TestStage();
    await serving(
      (socket) => void socket.resume().on("end", () => socket.end("all of it\n")),
      async (port) => {
        const party = await stage.net.connect("client", portOf(port));
        party.end();
        party.end();
        expect(await party.send("too late\n")).toBe("reset");
        expect(await party.receiveLines(1)).toBe("met");
        expect(await party.receiveEnd()).toBe("met");
        expect(stage.carried(1, "sent")).toBe("");
        expect(stage.of("end").filter((event) => event.direction === "sent")).toHaveLength(1);
      },
    );
  });
});

describe("a connection that breaks", () => {
  test("by the student's RST ends every wait, and throws nowhere", async () => {
    using stage = new TestStage();
    await serving(
      (socket) => void socket.once("data", () => socket.resetAndDestroy()),
      async (port) => {
        const party = await stage.net.connect("client", portOf(port));
        await party.send("hello\n");
        expect(await party.receiveLines(1)).toBe("reset");
        expect(party.alive).toBe(false);
        expect(await party.send("more\n")).toBe("reset");
        party.end();
        party.reset();
        expect(stage.of("reset")).toEqual([{ type: "reset", socket: 1, direction: "received", code: "ECONNRESET" }]);
        expect(stage.carried(1, "sent")).toBe("hello\n");
      },
    );
  });

  test("by ours is an RST for the student", async () => {
    using stage = new TestStage();
    let code: unknown = null;
    await serving(
      (socket) => void socket.resume().on("error", (error) => (code = (error as { code?: unknown }).code)),
      async (port) => {
        const party = await stage.net.connect("client", portOf(port));
        party.reset();
        while (code === null) await new Promise((resolve) => setImmediate(resolve));
        expect(code).toBe("ECONNRESET");
        expect(await party.receiveEnd()).toBe("reset");
        expect(stage.of("reset")).toEqual([{ type: "reset", socket: 1, direction: "sent", code: "RST" }]);
      },
    );
  });

  test("while we are sending: bytes that nobody took are not said to have been taken", async () => {
    using stage = new TestStage();
    await serving(
      (socket) => void socket.pause().once("close", () => undefined),
      async (port, server) => {
        const connected = new Promise<Socket>((resolve) => server.once("connection", resolve));
        const party = await stage.net.connect("client", portOf(port));
        const sending = party.send(Buffer.alloc(16 << 20));
        (await connected).resetAndDestroy();
        expect(await sending).toBe("reset");
      },
    );
  });

  test("is refused where nobody listens, and is there all the same", async () => {
    using stage = new TestStage();
    let closed = 0;
    await serving(echo, (port) => Promise.resolve(void (closed = port)));
    const party = await stage.net.connect("client", portOf(closed));
    expect(stage.events).toEqual([{ type: "open-failed", socket: 1, party: "client", remote: `127.0.0.1:${closed}`, code: "ECONNREFUSED" }]);
    expect(await party.exchange("none").send("x")).toBe("reset");
    expect(await party.receiveSome()).toBeNull();
  });
});

test("a silence ends with the deadline, and is waited for less the next time, as recorded", async () => {
  using stage = new TestStage();
  await serving(
    () => undefined,
    async (port) => {
      const party = await stage.net.connect("client", portOf(port));
      expect(await party.receiveLines(1, 80)).toBe("deadline");
      expect(await party.receiveSome(10_000)).toBeNull();
      expect(stage.of("wait").map((event) => [event.outcome, event.nominalMs])).toEqual([
        ["deadline", 80],
        ["deadline", 500],
      ]);
    },
  );
});

test("200 connections at once, each with its own record", async () => {
  using stage = new TestStage();
  await serving(echo, async (port) => {
    const parties = await Promise.all(Array.from({ length: 200 }, (_, i) => stage.net.connect(`client ${i}`, portOf(port))));
    expect(parties.every((party) => party.alive)).toBe(true);
    const outcomes = await Promise.all(
      parties.map(async (party, i) => {
        await party.send(`line ${i}\n`);
        return await party.receiveLines(1);
      }),
    );
    expect(new Set(outcomes)).toEqual(new Set(["met"]));
    for (const [i, party] of parties.entries()) expect(stage.carried(party.number, "received")).toBe(`line ${i}\n`);
  });
});

test("a party comes from the address that it is given", async () => {
  using stage = new TestStage();
  const from: unknown[] = [];
  await serving(
    (socket) => void from.push(socket.remoteAddress),
    async (port) => {
      const party = await stage.net.connect("client", portOf(port), "127.0.0.77");
      expect(stage.of("open")[0]?.local).toMatch(/^127\.0\.0\.77:/);
      while (from.length === 0) await new Promise((resolve) => setImmediate(resolve));
      expect(from).toEqual(["127.0.0.77"]);
      expect(party.alive).toBe(true);
    },
  );
});

test("an address as it is written everywhere", () => {
  expect([addressOf("::ffff:127.0.0.1", 80), addressOf("::1", 80), addressOf(undefined, undefined)]).toEqual(["127.0.0.1:80", "[::1]:80", ":0"]);
});

describe("a message that is framed by what is in it", () => {
  test("is waited for piece by piece, as long as pieces come", async () => {
    using stage = new TestStage();
    await serving(
      (socket) => {
        let left = 5;
        const timer = setInterval(() => (left-- > 0 ? socket.write("x") : clearInterval(timer)), 5);
        socket.on("close", () => clearInterval(timer));
      },
      async (port) => {
        const party = await stage.net.connect("client", portOf(port));
        let seen = "";
        const isDone = (count: number) => (piece: Buffer) => (seen += piece.toString("latin1")).length >= count;
        expect(await party.receiveUntil(isDone(4), "four bytes")).toBe("met");
        expect(stage.of("wait")).toEqual([]);
        expect(await party.receiveUntil(isDone(6), "six bytes", 100)).toBe("deadline");
        expect(stage.of("wait")).toMatchObject([{ kind: "data", until: "six bytes", outcome: "deadline" }]);
        expect(seen).toBe("xxxxx");
      },
    );
  });

  test.each([1, 3, 7, 1000])("a stream that comes after a marker, in pieces of %d bytes, is recorded as one", async (size) => {
    using stage = new TestStage();
    const stream = new SeededStream("s", 10_000, 50);
    const all = Buffer.concat([Buffer.from("head\r\n\r"), Buffer.from("\r\n\r\n"), stream.slice(0, 10_000), Buffer.from("next")]);
    await serving(
      (socket) => {
        for (let at = 0; at < all.length; at += size) socket.write(all.subarray(at, at + size));
      },
      async (port) => {
        const party = await stage.net.connect("client", portOf(port));
        party.expectStream(stream, "\r\n\r\n");
        expect(await party.receiveStream(10_000)).toBe("met");
        expect(await party.receiveBytes(all.length)).toBe("met");
        expect(stage.carried(1, "received")).toBe("head\r\n\r\r\n\r\nnext");
        expect(stage.of("bulk").reduce((sum, { length }) => sum + length, 0)).toBe(10_000);
      },
    );
  });
});
