/** What a server answers, once. */
export interface Answer {
  /** As on the wire, without line ends: "550 no such user". Several lines are sent apart: ["250-mail.example", "250 SIZE 1000"]. None: nothing. */
  reply?: string | readonly string[];
  /** How long it takes beyond the time that every reply is held back, ms. */
  delayMs?: number;
  /** Sent byte by byte. */
  byteByByte?: boolean;
  /** What comes after it: FIN, RST, or nothing ever more. */
  then?: "close" | "reset" | "silence";
}

/** What a reply answers: a command, or the end of a message. */
export type Occasion = "HELO" | "EHLO" | "MAIL" | "RCPT" | "DATA" | "message" | "RSET" | "NOOP" | "VRFY" | "QUIT";

/** A reply, or all that is to be said about it. */
export type Scripted = string | Answer;

/**
 * How the server behaves in a session. What is stated is played, whatever the client did before; all else follows from the state of
 * the session, as RFC 5321 has it.
 *
 *     { extensions: ["SIZE 1000"], replies: { RCPT: ["250 ok", "550 no such user"], message: "451 try again later" } }
 */
export interface SmtpScript {
  greeting?: Scripted;
  /** To every such command, or one for each; the last one of a list holds for all further ones. */
  replies?: Partial<Record<Occasion, Scripted | readonly Scripted[]>>;
  /** What EHLO offers. PIPELINING and SIZE are done as offered. */
  extensions?: readonly string[];
  /** How long every reply is held back, to see whether the client waits for it, ms. */
  holdMs?: number;
  /** How long the reply to QUIT is held back, ms. */
  quitHoldMs?: number;
  /**
   * For clients with short time-outs: replies are held back and delayed by the clock. One that comes out later than this, ms, is noted as
   * our own lateness, and the run is played again.
   */
  latestMs?: number;
  /**
   * For clients with a time-out far longer than any reply takes: when the first may give up, ms by the clock. A reply that is held back so long
   * on a starved machine is noted as our own lateness, and the run is played again.
   */
  soonestGoneMs?: number;
  /** Within a message, once so many bytes of it have come: RST, FIN, or nothing is read any more. */
  inMessage?: { afterBytes: number; then: "reset" | "close" | "stop-reading" };
  /** How much the client may send in all, bytes; 2 MiB if not stated. */
  mostBytes?: number;
  /** How long the client may be silent, ms before patience. */
  waitMs?: number;
}
