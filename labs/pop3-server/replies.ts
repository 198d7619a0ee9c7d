/** Replies of POP3 (RFC 1939 3), read strictly. Strings hold one char per byte. */
export interface Reply {
  /** "+OK" and "-ERR" are in capitals; what stands behind them is free. */
  status: "+OK" | "-ERR" | "other";
  /** The first line without its end. */
  line: string;
  /** The lines behind it, with dots unstuffed and without the terminator; null of a reply that is one line. */
  text: string | null;
  /** Whether all of it is there. */
  complete: boolean;
  /** The first thing that is not as it should be, or "". */
  problem: string;
}

/** Whether the reply to a command has more lines when it begins with "+OK". */
function hasText(command: string): boolean {
  const [keyword = "", argument] = command.trim().split(/ +/);
  return /^(RETR|TOP|CAPA)$/i.test(keyword) || (/^(LIST|UIDL)$/i.test(keyword) && argument === undefined);
}

/** The replies to these commands ("" stands for the connection, which the greeting answers), as many as have begun, and what came after the last one. */
export function parseReplies(received: string, commands: readonly string[]): { replies: Reply[]; surplus: string } {
  const replies: Reply[] = [];
  let at = 0;
  for (const command of commands) {
    if (at >= received.length) break;
    const { reply, end } = parseReply(received, at, hasText(command));
    replies.push(reply);
    at = end;
    if (!reply.complete) break;
  }
  return { replies, surplus: received.slice(at) };
}

function parseReply(received: string, at: number, withText: boolean): { reply: Reply; end: number } {
  const lf = received.indexOf("\n", at);
  if (lf < 0) return { reply: replyOf(received.slice(at), null, false, "a line without an end"), end: received.length };
  const isBare = received[lf - 1] !== "\r" || lf === at;
  const line = received.slice(at, isBare ? lf : lf - 1);
  const first = replyOf(line, null, true, isBare ? "a line that ends with LF alone" : "");
  if (!withText || first.status !== "+OK") return { reply: first, end: lf + 1 };
  return parseText(received, lf + 1, first);
}

const TERMINATOR = "\r\n.\r\n";

function parseText(received: string, at: number, first: Reply): { reply: Reply; end: number } {
  // The first line's CRLF may be the one before the dot.
  const found = received.indexOf(TERMINATOR, at - 2);
  const end = found < 0 ? received.length : found + TERMINATOR.length;
  const raw = received.slice(at, found < 0 ? end : end - ".\r\n".length);
  const bare = /(?<!\r)\n/.test(raw) ? "a line that ends with LF alone" : "";
  const problem = first.problem || (found < 0 ? "no line that is only a dot" : bare);
  return { reply: { ...first, text: raw.replace(/(^|\r\n)\.(?=[^\r])/g, "$1"), complete: found >= 0, problem }, end };
}

function replyOf(line: string, text: string | null, complete: boolean, problem: string): Reply {
  const status = /^(\+OK|-ERR)/.exec(line)?.[1] as "+OK" | "-ERR" | undefined;
  return { status: status ?? "other", line, text, complete, problem };
}
