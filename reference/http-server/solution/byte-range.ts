/** A part of a file: the places of its first and last byte, from 0. */
export interface ByteRange {
  first: number;
  last: number;
}

/**
 * RFC 9110, 14.1.2: what `bytes=0-99`, `bytes=100-` (all from there) or `bytes=-100` (the last hundred) names in `size`
 * bytes.
 * `"none"` if that is outside; undefined if the field is to be ignored: another unit, several ranges, nonsense.
 */
export function parseByteRange(text: string, size: number): ByteRange | "none" | undefined {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/i.exec(text.trim()) ?? [];
  if (from === undefined || to === undefined || from + to === "") return undefined;
  const [first, last] =
    from === "" ? [Math.max(size - Number(to), 0), size - 1] : [Number(from), to === "" ? size - 1 : Number(to)];
  if (from !== "" && to !== "" && Number(to) < Number(from)) return undefined;
  if (first >= size) return "none";
  return { first, last: Math.min(last, size - 1) };
}
