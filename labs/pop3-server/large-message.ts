import { SeededStream } from "#harness";

const BYTES = 20 << 20;
const LINE_BYTES = 80;
const CR = 13;
const HEADER = Buffer.from("Subject: large\r\n\r\n");

/** A message of 20 MiB that is never stored. Its lines end with CRLF in its file, too, so that the file is what is sent. */
export class LargeMessage extends SeededStream {
  constructor(seed: string) {
    super(seed, BYTES, LINE_BYTES);
  }

  override slice(offset: number, count: number): Buffer {
    const bytes = super.slice(offset, count);
    // The byte before each LF.
    const first = (LINE_BYTES - 2 - (offset % LINE_BYTES) + LINE_BYTES) % LINE_BYTES;
    for (let at = first; at < bytes.length; at += LINE_BYTES) bytes[at] = CR;
    if (offset < HEADER.length) HEADER.copy(bytes, 0, offset);
    return bytes;
  }
}
