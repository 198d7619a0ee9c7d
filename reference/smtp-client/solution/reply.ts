// RFC 5321, 4.2: a reply is one or more lines of a code and a text. A hyphen behind the code: more lines follow.

import { ConnectionLost } from "./connection-lost.js";

export interface Reply {
  /** From 200 to 599. */
  code: number;
  /** The texts of its lines. */
  lines: string[];
}

/** Characters. A server that says more in one reply is no mail server. */
const LONGEST_REPLY = 64 * 1024;

// RFC 5321, 4.2.1: what decides is the first digit.
export const isDone = ({ code }: Reply): boolean => code < 300;
export const asksForMore = ({ code }: Reply): boolean => code >= 300 && code < 400;
export const isPermanent = ({ code }: Reply): boolean => code >= 500;

/** Throws ConnectionLost if no reply comes, or what is none, or a 421: the server is about to close. */
export async function readReply(nextLine: () => Promise<IteratorResult<string>>): Promise<Reply> {
  const lines: string[] = [];
  for (let length = 0; length <= LONGEST_REPLY;) {
    const { done, value: line } = await nextLine();
    if (done) throw new ConnectionLost("the server closed the connection");
    const [, code, hyphen, text = ""] = /^([2-5][0-9]{2})(?:([ -])(.*))?$/.exec(line) ?? [];
    if (code === undefined) throw new ConnectionLost(`no reply of a mail server: ${JSON.stringify(line)}`);
    lines.push(text);
    length += line.length;
    if (hyphen === "-") continue;
    // RFC 5321, 3.8: may be the reply to any command.
    if (code === "421") throw new ConnectionLost(`the server closes: ${lines.join(" ")}`);
    return { code: Number(code), lines };
  }
  throw new ConnectionLost("a reply without end");
}
