import { firstParting } from "./compare-values.js";
import { explainList } from "./explain-list.js";
import { explainText } from "./explain-text.js";
import type { Finding } from "./finding.js";
import type { SeenError } from "./seen-error.js";
import { showValue } from "./show-value.js";
import { isWords, meaningOf, schemaAt, unitOf } from "./view-words.js";

/** Why the value is not the one value that was expected (`const`): the meaning of a fact, the byte of a text, the item of a list. */
export function explainValue(seen: SeenError, expected: unknown): Finding {
  const { value: actual, label, path } = seen;
  const meaning = meaningOf(seen.words, actual);
  if (meaning !== null || meaningOf(seen.words, expected) !== null) return fact(seen, meaning, [expected]);
  if (expected === "" && typeof actual === "string" && isWords(seen.words))
    return { kind: "other", message: `${label}: ${actual}`, expected: null, actual: null, difference: null, path, place: null };
  if (typeof expected === "string" && typeof actual === "string") return explainText(label, path, expected, actual);
  const told = stated(seen);
  if (told !== null) return plain(seen, told);
  const list = Array.isArray(expected) && Array.isArray(actual) ? explainList(label, path, expected, actual) : null;
  if (list !== null) return list;
  const parting = firstParting(expected, actual);
  if (parting !== null && parting.path.length > 0) return explainPart(seen, parting.path, parting.expected, parting.actual);
  return plain(seen, withUnit(seen, showValue(expected)));
}

/**
 * A fact: its meaning is the message, for the word itself ("deadline") tells nobody anything. `allowed`: the values that would have
 * passed, or the rubric's words for them. An `outcome` speaks for itself; other meanings need their subject ("never closed").
 */
export function fact(seen: SeenError, meaning: string | null, allowed: unknown[] | string): Finding {
  const expected = typeof allowed === "string" ? allowed : allowed.map((value) => withMeaning(seen, value)).join("; or ");
  const actual = withMeaning(seen, seen.value);
  const short = typeof allowed === "string" ? allowed : allowed.map((value) => meaningOf(seen.words, value) ?? showValue(value)).join("; or ");
  const spoken = seen.path.at(-1) === "outcome" ? meaning : `${seen.label}: ${meaning}, expected: ${short}`;
  const message = meaning === null ? `${seen.label}: expected ${expected}, got ${actual}` : (spoken ?? meaning);
  return { kind: "fact", message, expected, actual, difference: null, path: seen.path, place: null };
}

/** "label: expected X, got Y". */
export function plain(seen: SeenError, expected: string): Finding {
  const nothing = seen.value === undefined || seen.value === null || seen.value === "";
  const actual = nothing ? (seen.value === "" ? "nothing" : (meaningOf(seen.words, seen.value) ?? "nothing")) : withUnit(seen, showValue(seen.value));
  const message = `${seen.label}: expected ${expected}, got ${actual}`;
  return { kind: nothing ? "nothing" : "other", message, expected, actual, difference: null, path: seen.path, place: null };
}

/** "a whole reply came ("complete")", or the value alone. */
export function withMeaning(seen: SeenError, value: unknown): string {
  const meaning = meaningOf(seen.words, value);
  return meaning === null ? withUnit(seen, showValue(value)) : `${meaning} (${showValue(value)})`;
}

/** The rubric's own words for what was expected, of the schema that refused the value. */
export function stated(seen: SeenError): string | null {
  const words = seen.schema["description"] ?? seen.schema["title"];
  return typeof words === "string" && words !== "" ? words.replace(/\.$/, "") : null;
}

export function withUnit(seen: SeenError, shown: string): string {
  const unit = /^-?[\d.e+-]+$/i.test(shown) ? unitOf(seen.words, seen.path.at(-1) ?? "") : null;
  return unit === null ? shown : `${shown} ${unit}`;
}

/** Two lists or objects that part somewhere inside: explain that part. */
function explainPart(seen: SeenError, inside: string[], expected: unknown, actual: unknown): Finding {
  const path = [...seen.path, ...inside];
  const label = inside.reduce((name, key) => (/^\d+$/.test(key) ? `${name}[${key}]` : `${name}.${key}`), seen.label);
  return explainValue({ ...seen, schema: {}, path, label, value: actual, words: schemaAt(seen.viewSchema, path, seen.view) }, expected);
}
