/**
 * What must not leave the staff's repository is looked for as runs of tokens: whoever copies twelve of them in a row has copied
 * code, whatever was done to its blanks and lines.
 */
const RUN_LENGTH = 12;

/** Texts by the names of their files. */
export type Texts = ReadonlyMap<string, string>;

export interface Leak {
  /** The file that would be shipped. */
  file: string;
  /** The file that it comes from. */
  from: string;
  /** The first run of the file that does, its tokens with blanks between. */
  run: string;
}

/** Of ECMAScript: which modules a file needs is no secret. */
const IMPORTS = /\bimport\b[^;"'()]*\bfrom\s*["'][^"']*["'];?/g;

/** Words and numbers, with the hyphens in them (A-Za-z is one). What stands between them is the same in all code. */
function tokensOf(text: string): string[] {
  return text.replace(IMPORTS, " ").match(/[\p{L}\p{N}_$][\p{L}\p{N}_$-]*/gu) ?? [];
}

/** JSON is looked at by its strings: code that stands in them has other line ends there. */
function legible(name: string, text: string): string {
  return name.endsWith(".json") ? stringsIn(JSON.parse(text)).join("\n") : text;
}

function stringsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.entries(value).flatMap(([key, inner]) => [key, ...stringsIn(inner)]) : [];
}

function* runsOf(name: string, text: string): Generator<string> {
  const tokens = tokensOf(legible(name, text));
  for (let i = 0; i + RUN_LENGTH <= tokens.length; i++) yield tokens.slice(i, i + RUN_LENGTH).join(" ");
}

/** The first run of each shipped file that occurs in one of the secret ones and in none that everybody may see. */
export function findLeaks(shipped: Texts, secret: Texts, open: Texts): Leak[] {
  const allowed = new Set([...open].flatMap(([name, text]) => [...runsOf(name, text)]));
  const secrets = new Map<string, string>();
  for (const [name, text] of secret) for (const run of runsOf(name, text)) if (!allowed.has(run)) secrets.set(run, name);
  return [...shipped].flatMap(([file, text]) => {
    for (const run of runsOf(file, text)) {
      const from = secrets.get(run);
      if (from !== undefined) return [{ file, from, run }];
    }
    return [];
  });
}
