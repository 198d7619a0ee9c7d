import { DEFAULT_TIMEOUT_MS } from "./letter-given.js";
import { SmtpServer, type SeededStream, type Seed, type SmtpScript, type Stage } from "#harness";

/** What the client is to deliver. */
export interface Letter {
  from: string;
  /** Unicode. */
  subject: string;
  to: string[];
  /** As it comes on standard input: a binary string of UTF-8. */
  body: string | SeededStream;
}

/** What would be a header field and a recipient of their own if the client let line ends pass. */
export const INJECTED_FIELD = "X-Injected";
export const INJECTED_ADDRESS = "injected@evil.example";

/** An ordinary letter, and whatever is to be otherwise about it. */
export function letter(seed: Seed, otherwise: Partial<Letter> = {}): Letter {
  const body = `${seed.sentence(6)}\n\n${seed.sentence(8)}\n${seed.sentence(3)}\n`;
  return { from: address(seed), subject: seed.sentence(3), to: [address(seed)], body, ...otherwise };
}

export function address(seed: Seed): string {
  return `${seed.word()}.${seed.word()}@${seed.word()}.example`;
}

/** How long the client may take to end by itself once the server says nothing more, ms before patience. */
const ENDING_MS = 10_000;
/** The same where the scenario sets the time-out: it may be counted in whole seconds, and for QUIT once more. */
const endingMs = (timeoutMs: number) => 2 * timeoutMs + 1000;
/** By then it has ended or has not, ms. */
const ENDED_MS = 100;

export interface Delivery {
  script?: SmtpScript;
  /** TIMEOUT_MS, before it is multiplied for a run that was spoilt; left out: the default of ten seconds. */
  timeoutMs?: number;
}

/** Runs the client once, and plays the mail server for each connection that it makes: "session", "session-2", ... */
export async function deliver(
  { student, net, unhurried, byHand }: Stage,
  { from, subject, to, body }: Letter,
  { script, timeoutMs }: Delivery = {},
): Promise<void> {
  const server = await net.listen("server");
  const played = timeoutMs === undefined ? { ...script, soonestGoneMs: LATEST * DEFAULT_TIMEOUT_MS } : { ...script, latestMs: LATEST * timeoutMs * unhurried };
  const env = timeoutMs === undefined ? {} : { TIMEOUT_MS: String(timeoutMs * unhurried) };
  const client = await student.run("client", ["127.0.0.1", server.port, from, subject, ...to], { stdin: body, env });
  const waitMs = timeoutMs === undefined ? ENDING_MS : endingMs(timeoutMs * unhurried);
  let sessions = 0;
  for (let party = await server.accept(); party !== null; party = await server.acceptUnless(client, waitMs)) {
    await new SmtpServer(party, played).serve(++sessions === 1 ? "session" : `session-${sessions}`);
    if (byHand || sessions === MOST_SESSIONS) break;
  }
  await client.exited(sessions === 0 || sessions === MOST_SESSIONS ? waitMs : ENDED_MS);
}

/** By what part of a time-out that the scenario sets a reply is there, or the run is played again. */
const LATEST = 0.8;

/** A client that connects again and again is served so often. */
const MOST_SESSIONS = 6;
