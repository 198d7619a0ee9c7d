import { HttpError } from "./http-error.js";

// RFC 9110, 5.6.2: what a method or a field's name may consist of.
export const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

// RFC 9110, 5.5: visible characters, blanks and bytes above 0x7f. A CR or NUL in a value is an attack.
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** The header fields of one request. Names are matched without regard to case (RFC 9110, 5.1). */
export class Fields {
  readonly #values = new Map<string, string[]>();

  /** Adds one field line. Throws HttpError 400 if it is none. */
  addLine(line: string): void {
    // RFC 9112, 5.2: a line that begins with a blank continues the one before (obsolete folding). Refusing is safe.
    if (line.startsWith(" ") || line.startsWith("\t")) throw new HttpError(400, "obsolete line folding");
    const colon = line.indexOf(":");
    // RFC 9112, 5.1: no blank before the colon. Who reads past it may see another request than the proxy in front does.
    const name = line.slice(0, Math.max(colon, 0));
    const value = line.slice(colon + 1).replace(/^[ \t]+|[ \t]+$/g, "");
    if (!TOKEN.test(name) || !VALUE.test(value)) throw new HttpError(400, "a malformed header field");
    const key = name.toLowerCase();
    this.#values.set(key, [...this.all(key), value]);
  }

  /** The values of all lines of that name, `name` in lower case. */
  all(name: string): string[] {
    return this.#values.get(name) ?? [];
  }

  /** RFC 9110, 5.3: several lines of one name say the same as one line with commas. */
  get(name: string): string | undefined {
    const values = this.all(name);
    return values.length === 0 ? undefined : values.join(", ");
  }

  /** The members of a comma-separated list, in lower case. */
  list(name: string): string[] {
    const members = this.all(name).flatMap((value) => value.split(","));
    return members.map((member) => member.trim().toLowerCase()).filter((member) => member !== "");
  }
}
