import {
  asciiUpper,
  firstHalf,
  linesOf,
  occurInOrder,
  programRecord,
  resemblesUpperCase,
  share,
  toBinary,
  udpExchanges,
  type Transcript,
  type UdpExchange,
} from "#harness";

/**
 * The view of a run: every labelled conversation over a UDP socket as an exchange, and what the student's client printed
 * and came to. Strings hold one char per byte.
 */
export function dissect(transcript: Transcript): unknown {
  const exchanges = udpExchanges(transcript);
  if (transcript.head.role === "server")
    return {
      exchanges: Object.fromEntries([...exchanges].map(([label, exchange]) => [label, withServer(exchange)])) as unknown,
      all: together([...exchanges.values()]),
    };
  const client = programRecord(transcript, "client");
  const lines = linesOf(client === null ? "" : toBinary(client.stdin));
  return {
    exchanges: Object.fromEntries([...exchanges].map(([label, exchange]) => [label, withClient(transcript, exchange, lines)])) as unknown,
    ...(client === null ? {} : { client: clientView(transcript, client, lines, [...exchanges.values()]) }),
  };
}

function withServer({ datagrams, outcome, events }: UdpExchange): unknown {
  const sent = datagrams.filter(({ direction }) => direction === "sent");
  const received = datagrams.filter(({ direction }) => direction === "received");
  const texts = sent.map(({ bytes }) => toBinary(bytes));
  const expected = texts.map(asciiUpper);
  const { replies, surplus } = withoutRepeats(
    received.map(({ bytes }) => toBinary(bytes)),
    expected,
  );
  return {
    sent: texts,
    replies,
    expected,
    expectedUnicode: sent.map(({ bytes }) => unicodeUpper(bytes)),
    surplus,
    size: size(expected, replies),
    asked: [...new Set(sent.map(({ remote }) => remote))].join(", "),
    answeredFrom: [...new Set(received.map(({ remote }) => remote))].join(", "),
    served: served(texts.join(""), replies.join("")),
    outcome,
    events,
  };
}

/** Replies less those that say again what the one before said, where something else was due: one check counts them, the others look past them. */
function withoutRepeats(received: string[], expected: string[]): { replies: string[]; surplus: number } {
  const replies: string[] = [];
  let surplus = 0;
  for (const reply of received) {
    if (replies.length > 0 && reply === replies.at(-1) && reply !== expected[replies.length]) surplus++;
    else replies.push(reply);
  }
  return { replies, surplus };
}

/** Upper case as Unicode has it, of a datagram that is UTF-8; else as ASCII has it. */
function unicodeUpper(bytes: Buffer): string {
  const text = bytes.toString("utf8");
  return Buffer.from(text, "utf8").equals(bytes) ? toBinary(Buffer.from(text.toUpperCase(), "utf8")) : asciiUpper(toBinary(bytes));
}

/** The least that a reply to a large datagram is cut to. */
const CUT_BYTES = 1400;

/** Whether replies are whole, or cut, or anything else. */
function size(expected: string[], replies: string[]): "whole" | "cut" | "short" | "none" | "wrong" {
  if (replies.length === 0) return "none";
  if (replies.length > expected.length || replies.some((reply, index) => expected[index]?.startsWith(reply) !== true)) return "wrong";
  if (replies.every((reply, index) => reply === expected[index])) return "whole";
  return replies.every((reply, index) => reply.length >= Math.min(CUT_BYTES, expected[index]?.length ?? 0)) ? "cut" : "short";
}

/** All clients of a run together: how many datagrams were sent, and how many of the right replies came back to whom they belong. */
function together(exchanges: UdpExchange[]): unknown {
  let sent = 0;
  let answered = 0;
  let other = 0;
  for (const { datagrams } of exchanges) {
    const due = datagrams.filter(({ direction }) => direction === "sent").map(({ bytes }) => asciiUpper(toBinary(bytes)));
    sent += due.length;
    const heard = new Set<string>();
    for (const { bytes } of datagrams.filter(({ direction }) => direction === "received")) {
      const reply = toBinary(bytes);
      const at = due.findIndex((text) => resemblesUpperCase(text.toLowerCase(), reply));
      if (at < 0) other += heard.has(reply) ? 0 : 1;
      else {
        answered++;
        heard.add(reply);
        due.splice(at, 1);
      }
    }
  }
  return { sent, answered, other, events: exchanges.flatMap(({ events }) => events) };
}

/** Whether a server answers at all, well or badly. */
function served(sent: string, reply: string): "yes" | "wrong" | "silence" {
  if (reply === "") return "silence";
  return resemblesUpperCase(sent, reply) ? "yes" : "wrong";
}

function withClient(transcript: Transcript, { datagrams, events }: UdpExchange, lines: string[]): unknown {
  const received = datagrams.filter(({ direction }) => direction === "received").map(({ bytes }) => toBinary(bytes));
  return {
    lines,
    // A datagram that repeats the one before is a resend, which a slow machine may cause.
    datagrams: received.filter((text, index) => index === 0 || text !== received[index - 1]),
    attempts: attempts(transcript, datagrams),
    resent: resent(transcript, datagrams),
    events,
  };
}

/** Whether the first line that was lost came again, in the time that the scenario allowed. */
function resent(transcript: Transcript, datagrams: UdpExchange["datagrams"]): "in time" | "late" | "never" {
  const lost = transcript.events.find((event) => event.type === "fault" && event.kind === "drop" && event.direction === "received");
  if (lost?.type !== "fault" || lost.bytes === undefined) return "never";
  const text = toBinary(lost.bytes);
  // Whether it is the same, byte for byte, is another question.
  const again = datagrams.filter(({ n, direction, bytes }) => n > lost.n && direction === "received" && toBinary(bytes).includes(firstHalf(text)));
  if (again.length === 0) return "never";
  const bound = transcript.events.find((event) => event.n > lost.n && event.type === "wait");
  return bound?.type === "wait" && bound.outcome === "met" ? "in time" : "late";
}

/** The sends of each line: all datagrams of one text, in the order of the lines' first ones. Times in ms. */
function attempts(
  transcript: Transcript,
  datagrams: UdpExchange["datagrams"],
): { text: string; sends: number; shortestGapMs: number; waitedMs: number; wentOn: string }[] {
  const found = new Map<string, UdpExchange["datagrams"]>();
  for (const datagram of datagrams)
    if (datagram.direction === "received") found.set(toBinary(datagram.bytes), [...(found.get(toBinary(datagram.bytes)) ?? []), datagram]);
  const lines = [...found];
  return lines.map(([text, sends], index) => {
    const next = lines[index + 1]?.[1][0];
    const last = sends.at(-1);
    return {
      text,
      sends: sends.length,
      shortestGapMs: Math.min(NEVER_MS, ...sends.slice(1).map((send, earlier) => longestTime(sends[earlier], send))),
      waitedMs: longestTime(last, next ?? transcript.events.find((event) => event.type === "exit") ?? last),
      wentOn: wentOn(transcript, last),
    };
  });
}

/** Whether the client went on after this send in the time that the scenario allowed for it, where it did. */
function wentOn(transcript: Transcript, last: UdpExchange["datagrams"][number] | undefined): "in time" | "late" | "unbounded" {
  const bound = transcript.events.find((event) => event.type === "wait" && event.n > (last?.n ?? Infinity) && event.until.startsWith("a datagram within"));
  if (bound?.type !== "wait") return "unbounded";
  return bound.outcome === "met" || bound.outcome === "exited" ? "in time" : "late";
}

/** The time that may have passed between two datagrams, given that our own clock may have been late for the first. */
function longestTime(first: UdpExchange["datagrams"][number] | undefined, second: { at: number } | undefined): number {
  return first === undefined || second === undefined ? 0 : Math.max(0, Math.round(second.at - first.at + first.lateMs));
}

/** Stands for "never" in a view, which is JSON. */
const NEVER_MS = 3_600_000;

/** How many datagrams came, other than resends, while the one before them had not been answered. */
function earlyDatagrams(datagrams: UdpExchange["datagrams"]): number {
  let unanswered: string | null = null;
  let early = 0;
  for (const { direction, bytes } of datagrams) {
    const text = toBinary(bytes);
    if (direction === "sent") unanswered = null;
    else {
      if (unanswered !== null && unanswered !== text) early++;
      unanswered = text;
    }
  }
  return early;
}

function clientView(transcript: Transcript, client: NonNullable<ReturnType<typeof programRecord>>, lines: string[], exchanges: UdpExchange[]): unknown {
  const spawn = transcript.events.find((event) => event.type === "spawn");
  const talkedTo = transcript.events.flatMap((event) => (event.type === "datagram" && event.direction === "received" ? [event.local] : []));
  const datagrams = exchanges.flatMap((exchange) => exchange.datagrams);
  return {
    stdin: toBinary(client.stdin),
    lines: lines.length,
    arrived: share(arrived(lines, datagrams), lines.length),
    strangers: transcript.events.filter((event) => event.type === "fault" && event.kind === "other-source").length,
    answered: share(datagrams.filter(({ direction }) => direction === "sent").length, lines.length),
    early: earlyDatagrams(datagrams),
    fastestResendMs: Math.min(NEVER_MS, ...attempts(transcript, datagrams).map(({ shortestGapMs }) => shortestGapMs)),
    printed: printed(transcript, lines, toBinary(client.stdout)),
    stdout: toBinary(client.stdout),
    expectedStdout: asciiUpper(lines.map((line) => `${line}\n`).join("")),
    expectedReplies: datagrams.flatMap(({ direction, bytes }) => (direction === "sent" ? [`${toBinary(bytes)}\n`] : [])).join(""),
    expectedOfAnswered: lines
      .map(asciiUpper)
      .filter((reply) => datagrams.some(({ direction, bytes }) => direction === "sent" && toBinary(bytes) === reply))
      .map((reply) => `${reply}\n`)
      .join(""),
    stderrLines: toBinary(client.stderr)
      .split("\n")
      .filter((line) => line.trim() !== "").length,
    asked: spawn?.type === "spawn" ? spawn.command.slice(-2).join(":") : "",
    talkedTo: [...new Set(talkedTo)].join(", "),
    ended: client.exit === null ? "running" : client.exit.signal === null ? "exited" : "killed by a signal",
    status: client.exit?.code ?? -1,
    events: [...client.events, ...exchanges.flatMap((exchange) => exchange.events)].sort((a, b) => a - b),
  };
}

/** How many of the replies were printed, in order, less those that the machine kept the client from hearing. */
function printed(transcript: Transcript, lines: string[], stdout: string): ReturnType<typeof share> {
  const unheard = new Set(
    transcript.events.flatMap((event) => (event.type === "fault" && event.kind === "unheard" ? [toBinary(event.bytes ?? new Uint8Array())] : [])),
  );
  const due = lines.filter((line) => !unheard.has(line)).map(asciiUpper);
  return share(occurInOrder(due, stdout), due.length);
}

/** Evidence that a client sends its input, well or badly: how many lines' first halves some datagram starts with, in order. */
function arrived(lines: string[], datagrams: UdpExchange["datagrams"]): number {
  const texts = datagrams.filter(({ direction }) => direction === "received").map(({ bytes }) => toBinary(bytes).trimStart());
  let next = 0;
  let count = 0;
  for (const line of lines) {
    const start = firstHalf(line);
    const at = texts.findIndex((text, index) => index >= next && text.startsWith(start));
    if (at < 0) continue;
    next = at + 1;
    count++;
  }
  return count;
}
