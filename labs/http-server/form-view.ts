import { decodeReferences } from "./html-text.js";

/** What the page that answers a form shows of it. */
export interface FormView {
  /** Whether all names and values stand in the page, in the order that they do in HTML when it is read: as text. */
  shown: "all" | "some" | "none";
  /** The first name or value that does not. */
  missing: string;
  /** The first piece of markup from the form that stands in the page as markup, with the text that it stands beside. */
  unescaped: string;
}

/** `sent`: the body of the form; `page`: that of the response. Both binary strings. */
export function formOf(sent: string, page: string): FormView {
  const text = decodeReferences(page);
  const words = pairsOf(sent).flat().filter((word) => word !== ""); // prettier-ignore
  const missing = words.filter((word) => !text.includes(word));
  return {
    shown: missing.length === 0 ? "all" : missing.length === words.length ? "none" : "some",
    missing: missing[0] ?? "",
    unescaped: words.flatMap(markupIn).find((piece) => page.includes(piece)) ?? "",
  };
}

/** A word with markup, and each "<" of it with the text on either side up to the next bracket: a program may have escaped the first only. */
function markupIn(word: string): string[] {
  const parts = word.split("<");
  const pieces = parts.slice(1).map((part, index) => `${(parts[index] ?? "").replace(/^.*>/s, "")}<${part}`);
  return pieces.length === 0 ? [] : [word, ...pieces];
}

/** application/x-www-form-urlencoded (URL Standard 5.1): split first, then decoded, once. */
function pairsOf(body: string): string[][] {
  return body.split("&").map((pair) => {
    const at = pair.indexOf("=");
    return (at < 0 ? [pair, ""] : [pair.slice(0, at), pair.slice(at + 1)]).map(decode);
  });
}

function decode(text: string): string {
  return text.replaceAll("+", " ").replace(/%([0-9A-Fa-f]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
}
