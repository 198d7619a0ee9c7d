/**
 * A server's reply (RFC 5321 4.2), of one line or several:
 *
 *     250-mail.example\r\n250 SIZE 1000\r\n       code 250, lines ["mail.example", "SIZE 1000"]
 */
export interface SmtpReply {
  code: number;
  /** The texts after the code and its "-" or " ". */
  lines: string[];
  /** Whether the last line came, with its end. */
  final: boolean;
  /** In the stream of replies. */
  offset: number;
  /** With its line ends. */
  length: number;
}

const REPLY_LINE = /([0-9]{3})(?:([ -])([^\r\n]*))?\r\n/y;

/** The replies that a server of the harness sent, in order; one that is cut is the last. */
export function readReplies(stream: string): SmtpReply[] {
  const replies: SmtpReply[] = [];
  let current: SmtpReply | null = null;
  REPLY_LINE.lastIndex = 0;
  for (let at = 0; at < stream.length; at = REPLY_LINE.lastIndex) {
    const [line, code, separator, text = ""] = REPLY_LINE.exec(stream) ?? [];
    current ??= { code: Number(code ?? stream.slice(at, at + 3)), lines: [], final: false, offset: at, length: 0 };
    current.length = at - current.offset + (line?.length ?? stream.length - at);
    if (line === undefined) break;
    current.lines.push(text);
    if (separator === "-") continue;
    current.final = true;
    replies.push(current);
    current = null;
  }
  return current === null ? replies : [...replies, current];
}

/** Whether the code says that it was done, or is to go on (RFC 5321 4.2.1). */
export function isPositive(reply: SmtpReply | null): boolean {
  return reply !== null && reply.final && reply.code < 400;
}
