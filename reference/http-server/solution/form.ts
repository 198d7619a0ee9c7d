// POST /form: shows what was sent. What it shows was written by somebody else, so every byte of it is escaped.

import { HttpError } from "./http-error.js";
import type { Request } from "./read-request.js";
import type { Response } from "./write-response.js";

const MAX_FORM = 1024 * 1024;

export async function answerForm(request: Request): Promise<Response> {
  const [type = ""] = (request.fields.get("content-type") ?? "").split(";");
  if (type.trim().toLowerCase() !== "application/x-www-form-urlencoded") throw new HttpError(415, "not a form");
  const body = await request.body.whole(MAX_FORM);
  const page = Buffer.from(formPage(parseForm(body.toString("latin1"))));
  return { status: 200, fields: [["Content-Type", "text/html; charset=utf-8"]], content: page };
}

/** `a=1&b=x+y` to names and values. Split first, then decoded: a value may hold an encoded `&` or `=`. */
function parseForm(text: string): [name: string, value: string][] {
  const pairs = text.split("&").filter((pair) => pair !== "");
  return pairs.map((pair) => {
    const [name = "", ...value] = pair.split("=");
    return [decode(name), decode(value.join("="))];
  });
}

/** Plus signs first: a typed `+` comes as `%2B`. Bytes first, characters last: one character may be several `%xx`. */
function decode(text: string): string {
  const spaced = text.replaceAll("+", " ");
  const bytes = spaced.replace(/%([0-9a-f]{2})/gi, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
  return Buffer.from(bytes, "latin1").toString("utf8");
}

function formPage(pairs: [name: string, value: string][]): string {
  const rows = pairs.map(([name, value]) => `<tr><th>${escapeHtml(name)}</th><td>${escapeHtml(value)}</td></tr>\n`);
  return `<!doctype html>\n<meta charset="utf-8">\n<title>Form</title>\n<table>\n${rows.join("")}</table>\n`;
}

/** The ampersand first, or it would escape the others' escapes. */
function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
