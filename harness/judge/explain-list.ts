import { equal, firstParting } from "./compare-values.js";
import type { Finding } from "./finding.js";
import { plural, showValue } from "./show-value.js";

/** What is wrong with a list as a list: items missing, too many, doubled, in another order; null if one item is simply wrong. */
export function explainList(label: string, path: string[], expected: unknown[], actual: unknown[]): Finding | null {
  const said = message(expected, actual);
  if (said === null) return null;
  const kind = actual.length === 0 ? "nothing" : actual.every((item, i) => equal(item, expected[i])) ? "short" : "other";
  return {
    kind,
    message: `${label}: ${said}`,
    expected: showValue(expected),
    actual: actual.length === 0 ? null : showValue(actual),
    difference: null,
    path,
    place: null,
  };
}

function message(expected: unknown[], actual: unknown[]): string | null {
  if (actual.length === 0) return `none came, expected ${plural(expected.length, "item")}: ${showValue(expected)}`;
  const at = Number(firstParting(expected, actual)?.path[0] ?? -1);
  if (at < 0) return null;
  if (at === actual.length) return `ends after ${at} of ${plural(expected.length, "item")}, [${at}] is missing: ${showValue(expected[at])}`;
  if (at === expected.length) return `${plural(actual.length - at, "item")} too many, from [${at}] on: ${showValue(actual[at])}`;
  if (at > 0 && equal(actual[at], actual[at - 1]) && equal(actual[at + 1], expected[at])) return `[${at - 1}] came twice: ${showValue(actual[at])}`;
  if (actual.length < expected.length && equal(actual[at], expected[at + 1])) return `[${at}] is missing: ${showValue(expected[at])}`;
  if (actual.length > expected.length && equal(actual[at + 1], expected[at])) return `[${at}] does not belong there: ${showValue(actual[at])}`;
  if (sameItems(expected, actual)) return `all items came, in another order: [${at}] is ${showValue(actual[at], 24)}, expected ${showValue(expected[at], 24)}`;
  return null;
}

function sameItems(a: unknown[], b: unknown[]): boolean {
  if (a.length !== b.length) return false;
  const sorted = (list: unknown[]): string => JSON.stringify(list.map((item) => JSON.stringify(item)).toSorted());
  return sorted(a) === sorted(b);
}
