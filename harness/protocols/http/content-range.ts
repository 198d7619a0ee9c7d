export interface ContentRange {
  unit: string;
  /** First and last byte, both sent; null for what cannot be satisfied (416). */
  range: { first: number; last: number } | null;
  /** Of the whole representation, bytes; null if not known. */
  size: number | null;
}

/** Reads a Content-Range (RFC 9110 14.4), strictly; null if it is none, or its numbers contradict each other. */
export function parseContentRange(text: string): ContentRange | null {
  const match = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+) (?:([0-9]+)-([0-9]+)|\*)\/([0-9]+|\*)$/.exec(text);
  if (match === null) return null;
  const [, unit = "", first, last, total] = match;
  const size = total === "*" ? null : Number(total);
  if (first === undefined) return size === null ? null : { unit, range: null, size };
  const range = { first: Number(first), last: Number(last) };
  return range.first <= range.last && (size === null || range.last < size) ? { unit, range, size } : null;
}
