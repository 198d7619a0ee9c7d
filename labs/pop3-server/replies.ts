import { toBinary, unstuff } from "#harness";

/** A reply of POP3 (RFC 1939 3), read strictly. Strings hold one char per byte. */
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
export function parseReplies(received: Buffer, commands: readonly string[]): { replies: Reply[]; surplus: string } {
  const replies: Reply[] = [];
  let at = 0;
  for (const command of commands) {
    if (at >= received.length) break;
    const { reply, end } = parseReply(received, at, hasText(command));
    replies.push(reply);
    at = end;
    if (!reply.complete) break;
  }
  return { replies, surplus: toBinary(received.subarray(at)) };
}

const LF_ALONE = "a line that ends with LF alone";

function parseReply(received: Buffer, at: number, withText: boolean): { reply: Reply; end: number } {
  const lf = received.indexOf("\n", at);
  if (lf < 0) return { reply: replyOf(toBinary(received.subarray(at)), false, "a line without an end"), end: received.length };
  const isBare = received[lf - 1] !== CR || lf === at;
  const first = replyOf(toBinary(received.subarray(at, isBare ? lf : lf - 1)), true, isBare ? LF_ALONE : "");
  if (!withText || first.status !== "+OK") return { reply: first, end: lf + 1 };
  const { content, length, terminated, problems } = unstuff(received, lf + 1);
  const bare = problems.some(({ kind }) => kind === "bare-lf") ? LF_ALONE : "";
  const problem = first.problem || (terminated ? bare : "no line that is only a dot");
  return { reply: { ...first, text: toBinary(content), complete: terminated, problem }, end: lf + 1 + length };
}

const CR = 0x0d;

function replyOf(line: string, complete: boolean, problem: string): Reply {
  const status = /^(\+OK|-ERR)/.exec(line)?.[1] as "+OK" | "-ERR" | undefined;
  return { status: status ?? "other", line, text: null, complete, problem };
}
