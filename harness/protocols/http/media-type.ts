import { endOfQuotedString, endOfToken, skipOws, unquote } from "./grammar.js";

export interface MediaType {
  /** In lower case. */
  type: string;
  subtype: string;
  /** Names in lower case, values without quotes; of a name that comes twice the first. */
  parameters: Map<string, string>;
  /** In lower case; null without one. */
  charset: string | null;
}

/** Reads a Content-Type (RFC 9110 8.3.1), strictly; null if it is none. */
export function parseMediaType(text: string): MediaType | null {
  const slash = endOfToken(text, 0);
  const end = endOfToken(text, slash + 1);
  if (slash === 0 || text[slash] !== "/" || end === slash + 1) return null;
  const parameters = parseParameters(text, end);
  if (parameters === null) return null;
  return {
    type: text.slice(0, slash).toLowerCase(),
    subtype: text.slice(slash + 1, end).toLowerCase(),
    parameters,
    charset: parameters.get("charset")?.toLowerCase() ?? null,
  };
}

/** *( OWS ";" OWS [ name "=" value ] ) up to the end of the text (RFC 9110 5.6.6). */
function parseParameters(text: string, from: number): Map<string, string> | null {
  const parameters = new Map<string, string>();
  let at = skipOws(text, from);
  while (at < text.length) {
    if (text[at] !== ";") return null;
    const start = skipOws(text, at + 1);
    const equals = endOfToken(text, start);
    // An empty parameter is allowed: "text/html;".
    at = start;
    if (equals > start) {
      const end = Math.max(endOfToken(text, equals + 1), endOfQuotedString(text, equals + 1));
      if (text[equals] !== "=" || end === equals + 1) return null;
      const name = text.slice(start, equals).toLowerCase();
      if (!parameters.has(name)) parameters.set(name, unquote(text.slice(equals + 1, end)));
      at = skipOws(text, end);
    }
  }
  return parameters;
}
