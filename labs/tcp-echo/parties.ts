import { asciiUpper, toBinary, type Port, type SeededStream, type Stage, type StudentProgram, type TcpParty } from "#harness";

/** Starts the student's server on a free port, and waits until it is bound. */
export async function startServer({ student, net }: Stage): Promise<Port> {
  const port = await net.port("tcp");
  await student.serve("server", [port]);
  return port;
}

/** Sends lines one after the other, each once the one before is answered, and closes. */
export async function talk(client: TcpParty, label: string, lines: string[]): Promise<void> {
  client.exchange(label);
  for (const line of lines) {
    await client.send(line);
    if ((await client.receiveLines(1)) !== "met") break;
  }
  await finish(client);
}

/** Closes the sending side and waits for the server to close its own. */
export async function finish(client: TcpParty): Promise<void> {
  client.end();
  await client.receiveEnd();
}

/** Time between two pieces that are to be read apart, ms. */
const PIECE_MS = 50;

/** How long replies are held back from a client that may be pipelining, ms. */
const HOLD_MS = 250;
/** How long the server stays after the client's FIN, to see whether the client waits for the server's own, ms. */
const STAY_MS = 150;

/** More than any scenario's input: whoever sends so much is not answered line by line. */
const MUCH_BYTES = 4096;

export interface Serving {
  /** How long the first replies are held back, ms; 0: not at all. */
  holdMs?: number;
  /** How long the first reply takes, ms, whatever the client does meanwhile. */
  delayMs?: number;
  /** Replies that are due at the same time are sent a moment apart. */
  apart?: boolean;
  /** A reply is sent in two pieces, a moment apart, after the first occurrence of this byte. */
  pauseAfter?: string;
  /** After so many replies, `then` is done; replies stop. */
  replies?: number;
  then?: "end" | "reset";
}

/**
 * The server that the harness plays: holds its first replies until the client has shut down its sending side, or sends
 * nothing more for a while because it waits for them; from then on it answers each line at once. After the client's FIN
 * it answers what is left, stays a while, and closes.
 */
export async function serve(
  server: TcpParty,
  label: string,
  client: StudentProgram,
  { holdMs = HOLD_MS, delayMs = 0, apart = false, pauseAfter, replies = Infinity, then }: Serving = {},
): Promise<void> {
  server.exchange(label);
  let unanswered = "";
  let answered = 0;
  let holding = holdMs > 0;
  if (delayMs > 0) await server.pause(delayMs);
  for (;;) {
    if (holding && server.receivedLines > 0) {
      const before = server.receivedBytes;
      await server.lull(holdMs);
      holding = server.receivedBytes > before && !server.receivedEnd;
    }
    if (!holding && replies === Infinity && unanswered.length > MUCH_BYTES) {
      await server.send(asciiUpper(unanswered.slice(0, unanswered.lastIndexOf("\n") + 1)));
      unanswered = unanswered.slice(unanswered.lastIndexOf("\n") + 1);
    }
    for (let lf = unanswered.indexOf("\n"); !holding && lf >= 0 && answered < replies; lf = unanswered.indexOf("\n")) {
      await sendReply(server, asciiUpper(unanswered.slice(0, lf + 1)), pauseAfter);
      unanswered = unanswered.slice(lf + 1);
      if (apart && unanswered !== "") await server.keepApart(PIECE_MS);
      if (++answered < replies) continue;
      if (then === "reset") {
        // Apart from the reply: together they look like an ordinary end to some run-times (libuv).
        await server.pause(PIECE_MS);
        return server.reset();
      }
      // Closes its own side only, and goes on reading.
      server.end();
    }
    const some = await server.receiveSome();
    if (some === null) break;
    unanswered += toBinary(some);
  }
  if (unanswered !== "" && answered < replies) await server.send(asciiUpper(unanswered));
  if (server.receivedEnd) await client.lull(STAY_MS);
  server.end();
}

async function sendReply(server: TcpParty, reply: string, pauseAfter: string | undefined): Promise<void> {
  const cut = pauseAfter === undefined ? -1 : reply.indexOf(pauseAfter);
  if (cut >= 0) {
    await server.send(reply.slice(0, cut + 1));
    await server.pause(PIECE_MS);
  }
  await server.send(reply.slice(cut + 1));
}

/** A whole run of the student's client: all of its input, one connection, until it ends. */
export async function converse(
  { student, net }: Stage,
  label: string,
  stdin: string,
  { host = "127.0.0.1", acceptAfterMs = 0, ...serving }: Serving & { host?: string; acceptAfterMs?: number } = {},
): Promise<void> {
  const server = await net.listen("server", { host, acceptAfterMs });
  const client = await student.run("client", [host, server.port], { stdin });
  const connection = await server.accept();
  if (connection !== null) await serve(connection, label, client, serving);
  await client.exited();
}

const BUSY_MS = 500;

/** A server that answers much input line by line, and reads nothing while a reply does not go out, as one without endless memory does. */
export async function serveStream(server: TcpParty, label: string, input: SeededStream, client: StudentProgram): Promise<void> {
  server.exchange(label);
  server.expectStream(input);
  // A server that is busy elsewhere at first: what the client sends meanwhile fills the buffers between.
  server.stopReading();
  await server.pause(BUSY_MS);
  server.resumeReading();
  const replies = input.inUpperCase();
  for (let answered = 0; answered < input.length;) {
    await server.receivedLinesInAll(answered / input.lineBytes + 1);
    const whole = Math.min(input.length, server.receivedLines * input.lineBytes);
    if (whole === answered) return server.reset();
    server.holdReading();
    const outcome = await server.sendStream(replies, answered, whole);
    server.releaseReading();
    if (outcome !== "met") return server.reset();
    answered = whole;
  }
  await server.receiveEnd();
  if (server.receivedEnd) await client.lull(STAY_MS);
  server.end();
}
