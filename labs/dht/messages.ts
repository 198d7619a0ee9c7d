import { wireFormat } from "#harness";

/** A peer, and where it is. */
export interface Ref {
  id: number;
  host: string;
  port: number;
}

export type Entry = [key: string, values: string[]];

interface Neighbours {
  predecessor: Ref | null;
  successors: [Ref, Ref];
}

/** The messages of the protocol, as wire.schema.json describes them. */
export type Message = { tx: string } & (
  | { type: "ping"; from: Ref }
  | ({ type: "pong"; from: Ref } & Neighbours)
  | { type: "find"; id: number; origin: { host: string; port: number }; hops: number }
  | { type: "found"; id: number; peer: Ref; hops: number }
  | { type: "join"; peer: Ref; hops: number }
  | ({ type: "welcome" } & Neighbours)
  | { type: "refused"; reason: string }
  | { type: "notify"; peer: Ref }
  | { type: "transfer"; entries: Entry[] }
  | { type: "put"; key: string; value: string }
  | { type: "ok"; peer?: Ref }
  | { type: "get"; key: string }
  | { type: "values"; key: string; values: string[]; peer: Ref }
  | ({ type: "leave"; peer: Ref } & Neighbours)
  | ({ type: "state"; self?: Ref; entries?: number } & Partial<Neighbours>)
);

export type MessageType = Message["type"];

/** Types that answer, in one place with what they answer: a `state` with `self` is an answer too. */
const ANSWERS: ReadonlySet<string> = new Set(["pong", "found", "welcome", "refused", "ok", "values"]);

const TYPES: ReadonlySet<string> = new Set([...ANSWERS, "ping", "find", "join", "notify", "transfer", "put", "get", "leave", "state"]);

export function isAnswer(message: Message): boolean {
  return ANSWERS.has(message.type) || (message.type === "state" && message.self !== undefined);
}

/** No datagram is longer, bytes. */
export const LONGEST_BYTES = 8192;

const format = wireFormat("dht");
const utf8 = new TextDecoder("utf-8", { fatal: true });

export type Parsed = { message: Message; problem: null } | { message: null; problem: string | null };

/**
 * Reads a datagram; never throws. `problem`: what is wrong with it, in a few words. Neither a message nor wrong is one of a type that the
 * protocol does not know, which is ignored.
 */
export function parseMessage(bytes: Uint8Array): Parsed {
  const wrong = (problem: string): Parsed => ({ message: null, problem });
  let value: unknown;
  try {
    value = JSON.parse(utf8.decode(bytes));
  } catch {
    return wrong("not JSON in UTF-8");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return wrong("not a JSON object");
  const { type } = value as { type?: unknown };
  if (typeof type !== "string") return wrong("without a type");
  if (!TYPES.has(type)) return { message: null, problem: null };
  const problem = format(type === "state" && "self" in value ? "state-answer" : type, value);
  if (problem !== null) return wrong(`${type}: ${problem}`);
  return bytes.length > LONGEST_BYTES ? wrong(`${type}: ${bytes.length} bytes long`) : { message: value as Message, problem: null };
}

/** A message as a datagram. Throws if it is none of the protocol's: ours always are. */
export function encodeMessage(message: Message): Buffer {
  const bytes = Buffer.from(JSON.stringify(message), "utf8");
  const { problem } = parseMessage(bytes);
  if (problem !== null) throw new RangeError(`a message of ours is wrong: ${problem}`);
  return bytes;
}
