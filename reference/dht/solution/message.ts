// What peers say to each other: one JSON object a datagram, `{"type":"ping","tx":"...", ...}`.

import {
  listOf,
  MalformedField,
  orNull,
  readAddress,
  readCount,
  readEntry,
  readIdentifier,
  readNothing,
  readObject,
  readRef,
  readString,
} from "./read-field.js";
import type { Ref } from "./ref.js";

export const MAX_DATAGRAM = 8 * 1024;
export const MAX_HOPS = 256;

/** The fields of each type, beside `type` and `tx`. */
const FIELDS = {
  ping: { from: readRef },
  pong: { from: readRef, predecessor: orNull(readRef), successors: listOf(readRef) },
  find: { id: readIdentifier, origin: readAddress, hops: readCount },
  found: { id: readIdentifier, peer: readRef, hops: readCount },
  join: { peer: readRef, hops: readCount },
  welcome: { predecessor: readRef, successors: listOf(readRef) },
  refused: { reason: readString },
  notify: { peer: readRef },
  transfer: { entries: listOf(readEntry) },
  // Not the contract's: copies for a successor to keep. Whoever does not know it ignores it, as any unknown type.
  replicate: { entries: listOf(readEntry) },
  put: { key: readString, value: readString },
  get: { key: readString },
  values: { key: readString, values: listOf(readString) },
  ok: {},
  leave: { peer: readRef, predecessor: orNull(readRef), successors: listOf(readRef) },
  // The answer has the same type. It is nobody's question: two peers would answer each other for ever.
  state: { self: readNothing },
};

type Fields = typeof FIELDS;

export type Type = keyof Fields;

export type Message<T extends Type = Type> = {
  [Each in T]: { type: Each; tx: string } & { [Name in keyof Fields[Each]]: Value<Fields[Each][Name]> };
}[T];

type Value<Reader> = Reader extends (value: unknown) => infer Result ? Result : never;

/** What leaves only: a client reads it. */
export type Answer =
  | { type: "ok"; tx: string; peer: Ref }
  | { type: "values"; tx: string; key: string; values: string[]; peer: Ref }
  | {
      type: "state";
      tx: string;
      self: Ref;
      predecessor: Ref | null;
      successors: Ref[];
      /** Keys. */
      entries: number;
    };

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** Undefined if the datagram is malformed, too long, or of a type that we do not know. */
export function parseMessage(datagram: Buffer): Message | undefined {
  if (datagram.length > MAX_DATAGRAM) return undefined;
  try {
    const json = readObject(JSON.parse(utf8.decode(datagram)));
    const type = readString(json["type"]);
    if (!Object.hasOwn(FIELDS, type)) return undefined;
    const fields = Object.entries(FIELDS[type as Type]).map(([name, read]) => [name, read(json[name])] as const);
    return { type, tx: readString(json["tx"]), ...Object.fromEntries(fields) } as Message;
  } catch (problem) {
    // Neither UTF-8, nor JSON, nor nested within reason (RangeError), nor what the type asks for.
    if (problem instanceof TypeError || problem instanceof SyntaxError) return undefined;
    if (problem instanceof RangeError || problem instanceof MalformedField) return undefined;
    throw problem;
  }
}

export function formatMessage(message: Message | Answer): Buffer {
  return Buffer.from(JSON.stringify(message));
}
