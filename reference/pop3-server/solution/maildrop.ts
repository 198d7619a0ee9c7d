import { createHash } from "node:crypto";
import { readdir, unlink } from "node:fs/promises";
import { join } from "node:path";
import { asSent } from "./message.js";

export interface Message {
  path: string;
  /** As it is sent: with CRLF at each line's end, without the dots that are stuffed. */
  octets: number;
  /** The same for the same content, in every session (RFC 1939 7). */
  uid: string;
  isMarked: boolean;
}

/** What a user's folder held at the login. What arrives later is for the next session. */
export interface Maildrop {
  user: string;
  /** Number 1 first; numbers do not change. */
  messages: Message[];
}

export async function openMaildrop(folder: string, user: string): Promise<Maildrop> {
  const messages: Message[] = [];
  const entries = await readdir(join(folder, user), { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  for (const name of names.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))))
    messages.push(await look(join(folder, user, name)));
  return { user, messages };
}

async function look(path: string): Promise<Message> {
  const digest = createHash("sha1");
  let octets = 0;
  for await (const text of asSent(path)) {
    octets += text.length;
    digest.update(text, "latin1");
  }
  return { path, octets, uid: digest.digest("hex"), isMarked: false };
}

/** Those that are not marked. */
export function left({ messages }: Maildrop): Message[] {
  return messages.filter(({ isMarked }) => !isMarked);
}

/** Deletes what is marked. False: some of it is still there. */
export async function removeMarked({ messages }: Maildrop): Promise<boolean> {
  const removals = await Promise.allSettled(
    messages.filter(({ isMarked }) => isMarked).map(({ path }) => unlink(path)),
  );
  return removals.every(({ status }) => status === "fulfilled");
}
