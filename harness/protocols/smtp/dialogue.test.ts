import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { TcpExchange } from "../../transcript/exchanges.js";
import { smtpDialogue } from "./dialogue.js";
import { session } from "./test-session.js";

/** A record: lines that begin with ">" were received by the server, the others sent, each an event of its own. */
function recorded(pieces: readonly string[], closed: TcpExchange["closed"] = "fin"): TcpExchange {
  const crossings = pieces.map((piece, index) => ({
    ...{ n: index + 1, type: "data" as const, direction: piece.startsWith(">") ? ("received" as const) : ("sent" as const) },
    bytes: Buffer.from(piece.replace(/^>/, ""), "latin1"),
  }));
  const of = (direction: string) => Buffer.concat(crossings.filter((crossing) => crossing.direction === direction).map(({ bytes }) => bytes));
  return {
    ...{ label: "mail", socket: 1, events: [], outcome: "met", sent: of("sent"), received: of("received"), crossings },
    ...{ receivedBeforeOurEnd: 0, bulk: null, closed, afterOurEnd: false },
  };
}

const GREETED = ["220 hi\r\n", ">EHLO a\r\n", "250 a\r\n"];
const stepsOf = (pieces: readonly string[]) =>
  smtpDialogue(recorded(pieces)).steps.map((step) => [step.kind === "command" ? step.command.verb : "message", step.reply?.code, step.early, step.pipelined]);

describe("a dialogue", () => {
  test("pairs commands and messages with their replies", () => {
    const pieces = [
      ...GREETED,
      ">MAIL FROM:<a@b>\r\n",
      "250 ok\r\n",
      ">RCPT TO:<c@d>\r\n",
      "250 ok\r\n",
      ">DATA\r\n",
      "354 go\r\n",
      ">..a\r\n",
      ">.\r\n",
      "250 ok\r\n",
      ">QUIT\r\n",
      "221 bye\r\n",
    ];
    const dialogue = smtpDialogue(recorded(pieces));
    expect(dialogue).toMatchObject({ greeting: { code: 220, lines: ["hi"], final: true }, spokeFirst: false, quit: true, closed: "fin", serverClosed: "open" });
    expect(stepsOf(pieces)).toEqual([
      ["EHLO", 250, false, false],
      ["MAIL", 250, false, false],
      ["RCPT", 250, false, false],
      ["DATA", 354, false, false],
      ["message", 250, false, false],
      ["QUIT", 221, false, false],
    ]);
    const message = dialogue.steps[4];
    expect(message).toMatchObject({ events: [10, 11, 12] });
    expect(message?.kind === "message" && message.message.content.toString()).toBe(".a\r\n");
  });

  test("takes what follows a refused DATA for commands", () => {
    expect(stepsOf([...GREETED, ">DATA\r\n", "503 no\r\n", ">Subject: x\r\n", "500 what\r\n", ">.\r\n", "500 what\r\n"])).toEqual([
      ["EHLO", 250, false, false],
      ["DATA", 503, false, false],
      ["SUBJECT:", 500, false, false],
      [".", 500, false, false],
    ]);
  });

  test("shows a terminator that comes twice", () => {
    const dialogue = smtpDialogue(recorded([...GREETED, ">DATA\r\n", "354 go\r\n", ">a\r\n.\r\n.\r\n", "250 ok\r\n", "500 what\r\n"]));
    expect(dialogue.steps.at(-1)).toMatchObject({ command: { verb: "." }, reply: { code: 500 } });
  });
});

describe("what came too early", () => {
  test("is what was there before the reply's last byte was sent", () => {
    expect(stepsOf(["220 hi\r\n", ">EHLO a\r\n", "250-a\r\n", ">MAIL FROM:<a@b>\r\n", "250 b\r\n", "250 ok\r\n"])).toEqual([
      ["EHLO", 250, false, false],
      ["MAIL", 250, true, false],
    ]);
    expect(stepsOf(["220 hi\r\n", ">EHLO a\r\n", "250 ok\r", ">MAIL", "\n", ">\r\n"])[1]).toEqual(["MAIL", undefined, true, false]);
    expect(stepsOf(["220 hi\r\n", ">EHLO a\r\nMAIL", "250 ok\r\n", "250 ok\r\n"])[1]).toEqual(["MAIL", undefined, true, false]);
  });

  test("is the message before 354", () => {
    expect(stepsOf([...GREETED, ">DATA\r\na\r\n.\r\n", "354 go\r\n", "250 ok\r\n"]).slice(1)).toEqual([
      ["DATA", 354, false, false],
      ["message", 250, true, false],
    ]);
  });

  test("is not what came after a silence", () => {
    expect(stepsOf([...GREETED, ">MAIL FROM:<a@b>\r\n", ">QUIT\r\n"]).at(-1)).toEqual(["QUIT", undefined, false, false]);
  });

  test("is what came before the greeting", () => {
    expect(smtpDialogue(recorded(["220 hi\r", ">HELO a\r\n", "\n", "250 ok\r\n"]))).toMatchObject({ spokeFirst: true, steps: [{ early: true }] });
    expect(smtpDialogue(recorded([">HELO a\r\n"]))).toMatchObject({ spokeFirst: false, greeting: null });
  });

  test("may be, where PIPELINING was offered, but not past a command that ends a group", () => {
    const offered = ["220 hi\r\n", ">EHLO a\r\n", "250-a\r\n250 pipelining\r\n"];
    const group = ">MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n";
    expect(stepsOf([...offered, group, "250 ok\r\n250 ok\r\n354 go\r\n", ">.\r\nQUIT\r\n", "250 ok\r\n", "221 bye\r\n"]).slice(1)).toEqual([
      ["MAIL", 250, false, false],
      ["RCPT", 250, false, true],
      ["DATA", 354, false, true],
      ["message", 250, false, false],
      ["QUIT", 221, false, true],
    ]);
    expect(stepsOf([...offered, group, "250 ok\r\n250 ok\r\n", ">.\r\n", "354 go\r\n", "250 ok\r\n"]).at(-1)).toEqual(["message", 250, true, false]);
    expect(stepsOf([...GREETED, group, "250 ok\r\n", "250 ok\r\n", "354 go\r\n"])[2]).toEqual(["RCPT", 250, true, false]);
  });

  test("is seen with a real client", async () => {
    const eager = await session({}, async (client) => {
      client.send("HELO a\r\nQUIT\r\n");
      await client.end();
    });
    expect(smtpDialogue(eager)).toMatchObject({ spokeFirst: true, steps: [{ early: true }, { early: true, reply: { code: 221 } }] });
    const hasty = await session({ replies: { EHLO: { reply: ["250-a", "250 b"] } } }, async (client) => {
      await client.reply();
      client.send("EHLO a\r\n");
      await client.until(/^250-/);
      client.send("QUIT\r\n");
      await client.end();
    });
    expect(smtpDialogue(hasty)).toMatchObject({ spokeFirst: false, steps: [{ early: false }, { early: true }] });
  });
});

describe("how a session ends", () => {
  test("tells whether the client waited for the last reply", async () => {
    const waits = await session({}, async (client) => {
      await client.reply();
      await client.ask("QUIT");
      client.socket.end();
    });
    expect(smtpDialogue(waits)).toMatchObject({ leftEarly: false, quit: true, closed: "fin" });
    const leaves = await session({}, async (client) => {
      await client.reply();
      client.socket.end("QUIT\r\n");
      await client.end();
    });
    expect(smtpDialogue(leaves)).toMatchObject({ leftEarly: true, quit: true });
  });
});

test("a client that is far ahead is read in time linear in what it said", () => {
  const count = 50_000;
  const { steps } = smtpDialogue(recorded([...GREETED, `>${"NOOP\r\n".repeat(count)}`, ...Array.from({ length: count }, () => "250 ok\r\n")]));
  expect(steps.slice(1).map(({ early }) => early)).toEqual(Array.from({ length: count }, (_, nth) => nth > 0));
}, 20_000);

test("any record is read, whatever it holds", () => {
  const piece = fc.constantFrom("220 a\r\n", "250-b\r\n", "354 go\r\n", "25", ">DATA\r\n", ">MAIL FROM:<a@b>\n", ">.\r\n", ">x", ">\r\n", ">\xff\0");
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const { steps } = smtpDialogue(recorded(pieces));
      const received = pieces
        .filter((one) => one.startsWith(">"))
        .map((one) => one.slice(1))
        .join("");
      const read = steps.map((step) => (step.kind === "command" ? step.command.raw.length : step.message.length));
      expect(read.reduce((sum, length) => sum + length, 0)).toBe(received.length);
    }),
  );
});
