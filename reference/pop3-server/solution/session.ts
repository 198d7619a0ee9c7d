import type { Socket } from "node:net";
import { authorize } from "./authorization.js";
import { CommandLines, TOO_LONG } from "./command-lines.js";
import type { Maildrop } from "./maildrop.js";
import { Replies } from "./replies.js";
import { transact } from "./transaction.js";

/** What all sessions share. */
export interface House {
  folder: string;
  passwords: Map<string, string>;
  /** Users whose maildrop is some session's now. */
  locked: Set<string>;
  idleMs: number;
}

/** One session. A maildrop is its own from the right password to the end, whatever the end is. */
export interface Session {
  house: House;
  replies: Replies;
  /** Named by USER, until PASS. */
  name: string | null;
  /** Null in the authorization state. */
  maildrop: Maildrop | null;
}

/** A command: its keyword in capitals, and all behind the blank that follows it. */
export interface Command {
  keyword: string;
  rest: string;
}

/** Serves a connection to its end. Only QUIT in the transaction state deletes anything: every other end leaves all as it was. */
export async function serveSession(socket: Socket, house: House): Promise<void> {
  const session: Session = { house, replies: new Replies(socket, house.idleMs), name: null, maildrop: null };
  try {
    const lines = new CommandLines(socket);
    session.replies.ok("ready");
    for (;;) {
      const line = await lines.next(house.idleMs);
      if (line === undefined) break;
      if (line === TOO_LONG) session.replies.err("line too long");
      else if (await obey(session, commandOf(line))) break;
    }
  } catch (problem) {
    console.error(`session ended: ${String(problem)}`);
  } finally {
    if (session.maildrop !== null) house.locked.delete(session.maildrop.user);
    socket.end();
    // A client that never closes its own side keeps no connection of ours.
    setTimeout(() => socket.destroy(), 1000).unref();
  }
}

/** Whether the session is over. */
async function obey(session: Session, command: Command): Promise<boolean> {
  return await (session.maildrop === null ? authorize(session, command) : transact(session, session.maildrop, command));
}

function commandOf(line: string): Command {
  const blank = line.indexOf(" ");
  const keyword = blank < 0 ? line : line.slice(0, blank);
  return { keyword: keyword.toUpperCase(), rest: blank < 0 ? "" : line.slice(blank + 1) };
}
