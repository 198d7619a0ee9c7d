import type { TcpParty } from "../../world/tcp-party.js";
import type { SmtpCommand } from "./commands.js";
import { SessionState } from "./session-state.js";
import { SmtpInput } from "./smtp-input.js";
import type { Answer, Occasion, Scripted, SmtpScript } from "./smtp-script.js";

/** How long replies are held back, ms, so that a client that does not wait for them is seen. */
const HOLD_MS = 120;
const QUIT_HOLD_MS = 250;
/** Between two lines or pieces that are to be read apart, ms. */
const APART_MS = 20;
/** How long the server stays after its own FIN, to see what the client does, ms. */
const STAY_MS = 250;
/** After so many commands that cannot be done, the server closes, as Postfix does after 20. */
const MOST_ERRORS = 10;
const TOO_MANY_ERRORS: Answer = { reply: "421 too many errors", then: "close" };
/** The same after so many commands of any kind: whoever says NOOP without end is not served without end. */
const MOST_COMMANDS = 1000;
const TOO_MANY_COMMANDS: Answer = { reply: "421 too many commands", then: "close" };
const GREETING = "220 mail.example ready";

/**
 * A mail server that plays a script. It understands whatever can be understood (LF alone as the end of a command, no brackets, no
 * name after HELO, parameters that were not offered), so that one mistake costs one check: the record shows the mistake. Only the
 * end of a message is strict, since that is where leniency loses mail (RFC 5321 4.1.1.4).
 */
export class SmtpServer {
  readonly #input: SmtpInput;
  readonly #state: SessionState;
  readonly #occurred = new Map<string, number>();
  #errors = 0;
  #commands = 0;

  constructor(
    private readonly party: TcpParty,
    private readonly script: SmtpScript = {},
  ) {
    this.#input = new SmtpInput(party, script.waitMs);
    this.#state = new SessionState(script.extensions ?? []);
  }

  /** The whole session, as the exchange `label`: until QUIT, what the script ends with, or a client that has gone or is silent. */
  async serve(label: string): Promise<void> {
    const { party, script } = this;
    party.exchange(label);
    if (script.mostBytes !== undefined) party.expectUpTo(script.mostBytes);
    let goesOn = (await this.#say(answerOf(script.greeting ?? GREETING))) !== null;
    while (goesOn) {
      const command = await this.#input.command();
      if (command === null) return await this.#leave("close");
      goesOn = await this.#serve(command);
    }
  }

  /** Whether the session goes on. */
  async #serve(command: SmtpCommand): Promise<boolean> {
    const { verb } = command;
    const answer = this.#endOfPatience() ?? this.#answerTo(verb, this.#state.replyTo(command));
    const code = await this.#say(answer, verb === "QUIT");
    if (code === null) return false;
    this.#state.answered(verb, code);
    if (verb === "QUIT" && code < 400) {
      await this.#leave("close");
      return false;
    }
    if (code >= 500 && code <= 503) this.#errors++;
    return code !== 354 || (await this.#serveMessage());
  }

  #endOfPatience(): Answer | null {
    if (this.#errors >= MOST_ERRORS) return TOO_MANY_ERRORS;
    return ++this.#commands > MOST_COMMANDS ? TOO_MANY_COMMANDS : null;
  }

  async #serveMessage(): Promise<boolean> {
    const { inMessage } = this.script;
    const length = await this.#input.message(inMessage?.afterBytes ?? Infinity);
    if (length === "enough" && inMessage?.then === "reset") this.party.reset();
    else if (length === "enough" && inMessage?.then === "stop-reading") this.party.stopReading();
    else if (typeof length !== "number") await this.#leave("close");
    if (typeof length !== "number") return false;
    const code = await this.#say(this.#answerTo("message", this.#state.replyToMessage(length)));
    if (code !== null) this.#state.answered("message", code);
    return code !== null;
  }

  /** What the script has for this occurrence, else `otherwise`. */
  #answerTo(occasion: string, otherwise: readonly string[]): Answer {
    const stated = Object.hasOwn(this.script.replies ?? {}, occasion) ? this.script.replies?.[occasion as Occasion] : undefined;
    const before = this.#occurred.get(occasion) ?? 0;
    this.#occurred.set(occasion, before + 1);
    const scripted = isList(stated) ? stated[Math.min(before, stated.length - 1)] : stated;
    return scripted === undefined ? { reply: otherwise } : answerOf(scripted);
  }

  /** Plays an answer; its code, or null if the session ends with it. A client that has not waited is not waited for: that is on record. */
  async #say({ reply = [], delayMs = 0, byteByByte = false, then }: Answer, isLast = false): Promise<number | null> {
    const { holdMs = HOLD_MS, quitHoldMs = QUIT_HOLD_MS, latestMs, soonestGoneMs } = this.script;
    const held = isLast ? quitHoldMs : this.#input.hasMore ? 0 : holdMs;
    if (latestMs !== undefined) await this.party.pauseByClock(held + delayMs, latestMs);
    else if (held + delayMs > 0) await this.party.pause(held + delayMs, soonestGoneMs);
    const lines = typeof reply === "string" ? [reply] : reply;
    for (const [index, line] of lines.entries()) {
      if (index > 0) await this.party.keepApart(Math.max(APART_MS, holdMs / (lines.length - 1)));
      await this.#send(`${line}\r\n`, byteByByte);
    }
    if (then !== undefined) await this.#leave(then);
    const code = Number(lines.at(-1)?.slice(0, 3) ?? NaN);
    return then === undefined && lines.length > 0 && this.party.alive ? code : null;
  }

  async #send(line: string, byteByByte: boolean): Promise<void> {
    if (!byteByByte) return void (await this.party.send(line));
    for (const [index, byte] of [...line].entries()) {
      // A busy reader merges bytes that follow at once: the code at least comes alone, and the LF.
      if (index === 3 || index === line.length - 1) await this.party.keepApart(APART_MS);
      await this.party.send(byte);
    }
  }

  /** The server's own end. After "silence" the connection stays as it is, and what comes is recorded. */
  async #leave(how: "close" | "reset" | "silence"): Promise<void> {
    if (how === "silence") return;
    if (how === "reset") {
      // Apart from a reply: together they look like an ordinary end to some run-times (libuv).
      await this.party.pause(APART_MS);
      return this.party.reset();
    }
    this.party.end();
    await this.party.lull(STAY_MS);
  }
}

function answerOf(scripted: Scripted): Answer {
  return typeof scripted === "string" ? { reply: scripted } : scripted;
}

function isList(stated: Scripted | readonly Scripted[] | undefined): stated is readonly Scripted[] {
  return Array.isArray(stated);
}
