export interface EntityTag {
  weak: boolean;
  /** Between the quotes. */
  tag: string;
}

/** Reads one entity tag (RFC 9110 8.8.3), strictly; null if it is none. */
export function parseEntityTag(text: string): EntityTag | null {
  const match = /^(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"$/.exec(text);
  return match === null ? null : { weak: match[1] !== undefined, tag: match[2] ?? "" };
}
