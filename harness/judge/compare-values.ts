/** Where two JSON values part first: `undefined` on the side that has nothing there. */
export interface Parting {
  /** Keys and indices from the values compared to where they part; empty if they part at once. */
  path: string[];
  expected: unknown;
  actual: unknown;
}

/** The first place, in reading order, at which `actual` is not what was expected; null if they are equal. */
export function firstParting(expected: unknown, actual: unknown): Parting | null {
  if (expected === actual) return null;
  const bothLists = Array.isArray(expected) && Array.isArray(actual);
  const bothObjects = isObject(expected) && isObject(actual) && !Array.isArray(expected) && !Array.isArray(actual);
  if (!bothLists && !bothObjects) return { path: [], expected, actual };
  const keys = new Set([...Object.keys(expected), ...Object.keys(actual)]);
  for (const key of keys) {
    const parting = firstParting(own(expected, key), own(actual, key));
    if (parting !== null) return { ...parting, path: [key, ...parting.path] };
  }
  return null;
}

export function equal(a: unknown, b: unknown): boolean {
  return firstParting(a, b) === null;
}

function own(value: object, key: string): unknown {
  return Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
