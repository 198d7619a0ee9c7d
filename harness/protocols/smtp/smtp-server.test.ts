import { describe, expect, test } from "@jest/globals";
import { smtpDialogue } from "./dialogue.js";
import { session, type TestClient } from "./test-session.js";

/** Up to the reply to DATA. */
async function upToData(client: TestClient): Promise<string> {
  await client.reply();
  for (const line of ["HELO a", "MAIL FROM:<a@b>", "RCPT TO:<c@d>"]) await client.ask(line);
  return await client.ask("DATA");
}

describe("a server with nothing scripted", () => {
  test("takes a message", async () => {
    const replies: string[] = [];
    const exchange = await session({}, async (client) => {
      replies.push(await client.reply());
      for (const line of ["EHLO a", "MAIL FROM:<a@b>", "RCPT TO:<c@d>", "DATA", "Subject: x\r\n\r\n..\r\n.", "QUIT"]) replies.push(await client.ask(line));
      expect(await client.end()).toBe("fin");
    });
    expect(replies.map((reply) => reply.slice(0, 4))).toEqual(["220 ", "250 ", "250 ", "250 ", "354 ", "250 ", "221 "]);
    expect(exchange).toMatchObject({ outcome: "met" });
  });

  test("knows the order of commands", async () => {
    const asked: [string, string][] = [];
    await session({}, async (client) => {
      await client.reply();
      const lines = [
        "RCPT TO:<c@d>",
        "DATA",
        "MAIL FROM:<a@b>",
        "MAIL FROM:<a@b>",
        "DATA",
        "MAIL",
        "RCPT <c@d>",
        "RSET",
        "NOOP",
        "VRFY a",
        "AUTH PLAIN",
        "DATA",
      ];
      for (const line of lines) asked.push([line, (await client.ask(line)).slice(0, 3)]);
      await client.ask("QUIT");
    });
    expect(asked.map(([, code]) => code)).toEqual(["503", "503", "250", "503", "503", "503", "501", "250", "250", "252", "502", "503"]);
  });

  test("understands what can be understood, but ends a message at CRLF . CRLF alone", async () => {
    await session({}, async (client) => {
      await client.reply();
      for (const line of ["HELO\n", "mail from: a@b SIZE=3\n", "RCPT TO:c@d\n", "DATA\n"]) {
        client.send(line);
        expect(await client.reply()).toMatch(/^(?:250|354) /);
      }
      client.send("a\n.\n");
      expect(await client.end()).toBe("fin");
    });
  });

  test("closes after too many commands that are none", async () => {
    const exchange = await session({}, async (client) => {
      await client.reply();
      client.send("hello\r\n".repeat(30));
      expect(await client.end()).toBe("fin");
    });
    const codes = smtpDialogue(exchange).steps.map(({ reply }) => reply?.code);
    expect(codes.slice(0, 12)).toEqual([500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 421, undefined]);
  });

  test("ends the session when the client is silent", async () => {
    const exchange = await session({ waitMs: 100 }, async (client) => {
      await client.reply();
      client.send("QUI");
      expect(await client.end()).toBe("fin");
    });
    expect(exchange.outcome).toBe("deadline");
  });
});

describe("a script", () => {
  test("has a reply for each occurrence, the last one for all further, and others in between", async () => {
    await session({ replies: { RCPT: ["250 one", "550 two", "452 three"], MAIL: "250 yes" } }, async (client) => {
      await client.reply();
      expect(await client.ask("MAIL FROM:<a@b>")).toBe("250 yes\r\n");
      const replies = [];
      for (let nth = 0; nth < 4; nth++) replies.push(await client.ask("RCPT TO:<c@d>"));
      expect(replies).toEqual(["250 one\r\n", "550 two\r\n", "452 three\r\n", "452 three\r\n"]);
      expect(await client.ask("DATA")).toMatch(/^354/);
      expect(await client.ask(".")).toMatch(/^250/);
      expect(await client.ask("DATA")).toMatch(/^503/);
      await client.ask("QUIT");
    });
  });

  test("is followed by what follows from it", async () => {
    await session({ replies: { MAIL: "550 no" } }, async (client) => {
      await client.reply();
      const lines = ["MAIL FROM:<a@b>", "RCPT TO:<c@d>", "DATA"];
      const codes = [];
      for (const line of lines) codes.push((await client.ask(line)).slice(0, 3));
      expect(codes).toEqual(["550", "503", "503"]);
      await client.ask("QUIT");
    });
  });

  test("sends the lines of a reply apart, and single bytes", async () => {
    const lines = ["250-one", "250-two", "250 three"];
    const exchange = await session({ greeting: { reply: "220 hi", byteByByte: true }, replies: { EHLO: { reply: lines } } }, async (client) => {
      expect(await client.reply()).toBe("220 hi\r\n");
      expect(await client.ask("EHLO a")).toBe("250-one\r\n250-two\r\n250 three\r\n");
      await client.ask("QUIT");
    });
    const sent = exchange.crossings.flatMap(({ direction, bytes }) => (direction === "sent" ? [Buffer.from(bytes).toString()] : []));
    expect(sent.slice(0, 11)).toEqual([..."220 hi\r\n", "250-one\r\n", "250-two\r\n", "250 three\r\n"]);
  });

  test("closes, resets, or is silent", async () => {
    const closing = await session({ replies: { MAIL: { reply: "421 bye", then: "close" } } }, async (client) => {
      await client.reply();
      expect(await client.ask("MAIL FROM:<a@b>")).toBe("421 bye\r\n");
      expect(await client.end()).toBe("fin");
    });
    expect(smtpDialogue(closing)).toMatchObject({ serverClosed: "fin", steps: [{ reply: { code: 421 } }] });
    const resetting = await session({ greeting: { then: "reset" } }, async (client) => expect(await client.end()).toBe("reset"));
    expect(smtpDialogue(resetting)).toMatchObject({ serverClosed: "reset", greeting: null });
    const silent = await session({ replies: { HELO: { then: "silence" } } }, async (client) => {
      await client.reply();
      client.send("HELO a\r\n");
    });
    expect(smtpDialogue(silent)).toMatchObject({ serverClosed: "open", steps: [{ reply: null }] });
  });

  test("breaks off within a message", async () => {
    for (const then of ["reset", "close"] as const) {
      const exchange = await session({ inMessage: { afterBytes: 1000, then } }, async (client) => {
        await upToData(client);
        client.send("a".repeat(999));
        client.send(`${"b".repeat(100)}\r\n.\r\n`);
        expect(await client.end()).toBe(then === "reset" ? "reset" : "fin");
      });
      expect(smtpDialogue(exchange)).toMatchObject({ serverClosed: then === "reset" ? "reset" : "fin" });
      expect(smtpDialogue(exchange).steps.at(-1)).toMatchObject({ kind: "message", reply: null });
    }
  });

  test("breaks off where it says, and not only when all has come", async () => {
    const exchange = await session({ mostBytes: 16 << 20, inMessage: { afterBytes: 65_536, then: "reset" } }, async (client) => {
      await upToData(client);
      client.send(Buffer.alloc(8 << 20, "a"));
      expect(await client.end()).toBe("reset");
    });
    expect(exchange.received.length).toBeLessThan(1 << 20);
  });

  test("stops reading within a message", async () => {
    const exchange = await session({ mostBytes: 64 << 20, inMessage: { afterBytes: 1000, then: "stop-reading" } }, async (client) => {
      await upToData(client);
      client.send(Buffer.alloc(32 << 20, "a"));
    });
    expect(exchange.received.length).toBeLessThan(1 << 20);
    expect(smtpDialogue(exchange)).toMatchObject({ serverClosed: "open" });
  });

  test("a reply that comes so late that a client may have gone is our own lateness", async () => {
    const late = async (soonestGoneMs: number) => (await session({ soonestGoneMs }, async (client) => void (await client.reply()))).late;
    expect(await late(20)).toBe(true);
    expect(await late(60_000)).toBe(false);
  });

  test("offers extensions, and has a limit where it says so", async () => {
    await session({ extensions: ["PIPELINING", "SIZE 20"] }, async (client) => {
      await client.reply();
      expect(await client.ask("EHLO a")).toBe("250-mail.example greets you\r\n250-PIPELINING\r\n250 SIZE 20\r\n");
      expect(await client.ask("MAIL FROM:<a@b> SIZE=21")).toMatch(/^552 /);
      client.send("MAIL FROM:<a@b> SIZE=20\r\nRCPT TO:<c@d>\r\nDATA\r\n");
      const codes = [];
      for (let nth = 0; nth < 3; nth++) codes.push((await client.reply()).slice(0, 3));
      expect(codes).toEqual(["250", "250", "354"]);
      expect(await client.ask("a\r\n.")).toMatch(/^250 /);
      for (const line of ["MAIL FROM:<a@b>", "RCPT TO:<c@d>", "DATA"]) await client.ask(line);
      expect(await client.ask(`${"a".repeat(30)}\r\n.`)).toMatch(/^552 /);
      await client.ask("QUIT");
    });
  });

  test("closes after very many commands, whatever they are", async () => {
    await session({}, async (client) => {
      await client.reply();
      client.send("NOOP\r\n".repeat(1001));
      for (let nth = 0; nth < 1000; nth++) expect(await client.reply()).toMatch(/^250 /);
      expect(await client.reply()).toMatch(/^421 /);
      expect(await client.end()).toBe("fin");
    });
  });

  test("takes a large message as fast as it comes", async () => {
    const line = Buffer.from(`${"a".repeat(70)}\r\n`);
    const body = Buffer.concat(Array.from({ length: 100_000 }, () => line));
    const exchange = await session({ mostBytes: 16 << 20 }, async (client) => {
      await upToData(client);
      client.send(body);
      expect(await client.ask(".")).toMatch(/^250 /);
      await client.ask("QUIT");
    });
    const [message] = smtpDialogue(exchange).steps.filter((step) => step.kind === "message");
    expect(message?.message).toMatchObject({ terminated: true, problems: [], length: body.length + 3 });
  });

  test("plays in every mode", async () => {
    for (const mode of ["bytes", "coalesced"] as const) {
      const exchange = await session(
        { extensions: ["SIZE"] },
        async (client) => {
          await upToData(client);
          expect(await client.ask("a\r\n.")).toMatch(/^250 /);
          expect(await client.ask("QUIT")).toMatch(/^221 /);
        },
        mode,
      );
      expect(smtpDialogue(exchange).steps.map(({ reply, early }) => [reply?.code, early])).toEqual([250, 250, 250, 354, 250, 221].map((code) => [code, false]));
    }
  });
});
