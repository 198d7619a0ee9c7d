import type { SmtpCommand } from "./commands.js";

/** What a server answers to an occasion that its script says nothing of, as a session goes (RFC 5321 4.1.4, 4.3.2). */
export class SessionState {
  #sender = false;
  #recipients = 0;
  readonly #sizeLimit: number;

  constructor(private readonly extensions: readonly string[]) {
    const size = extensions.map((keyword) => /^SIZE ([0-9]+)$/i.exec(keyword)?.[1]).find((limit) => limit !== undefined);
    this.#sizeLimit = size === undefined || size === "0" ? Infinity : Number(size);
  }

  /** The reply to a command, one line each. A greeting before MAIL is not asked for, as Postfix does not ask for one. */
  replyTo({ verb, argument, path, parameters }: SmtpCommand): string[] {
    switch (verb) {
      case "HELO":
        return ["250 mail.example"];
      case "EHLO":
        return ["mail.example greets you", ...this.extensions].map((text, index) => `250${index < this.extensions.length ? "-" : " "}${text}`);
      case "MAIL":
        if (this.#sender) return ["503 there is a sender already"];
        if (path === null) return ["501 syntax: MAIL FROM:<address>"];
        return this.#isTooLarge(parameters) ? ["552 message size exceeds fixed limit"] : ["250 sender ok"];
      case "RCPT":
        if (!this.#sender) return ["503 MAIL first"];
        return path === null ? ["501 syntax: RCPT TO:<address>"] : ["250 recipient ok"];
      case "DATA":
        if (!this.#sender) return ["503 MAIL first"];
        return this.#recipients === 0 ? ["503 no valid recipients"] : ["354 end with CRLF.CRLF"];
      case "RSET":
      case "NOOP":
        return ["250 ok"];
      case "VRFY":
        return [argument.trim() === "" ? "501 syntax: VRFY string" : "252 cannot tell, but will take mail for it"];
      case "QUIT":
        return ["221 mail.example closes"];
      case "EXPN":
      case "HELP":
      case "STARTTLS":
      case "AUTH":
      case "BDAT":
      case "ETRN":
        return ["502 not implemented"];
      default:
        return ["500 unknown command"];
    }
  }

  /** The reply to a message of so many bytes, with the dots that were stuffed. */
  replyToMessage(bytes: number): string[] {
    return bytes > this.#sizeLimit ? ["552 message size exceeds fixed limit"] : ["250 message accepted"];
  }

  /** The command was answered with this code. */
  answered(verb: string, code: number): void {
    const accepted = code >= 200 && code < 300;
    if (verb === "MAIL" && accepted) this.#sender = true;
    else if (verb === "RCPT" && accepted) this.#recipients++;
    else if (verb === "message" || (accepted && (verb === "RSET" || verb === "HELO" || verb === "EHLO"))) {
      this.#sender = false;
      this.#recipients = 0;
    }
  }

  #isTooLarge(parameters: SmtpCommand["parameters"]): boolean {
    return parameters.some(({ keyword, value }) => keyword === "SIZE" && Number(value) > this.#sizeLimit);
  }
}
