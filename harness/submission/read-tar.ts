import type { FileHandle } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { extract, type Header } from "tar-stream";
import { EXECUTABLE, type ArchiveEntry } from "./archive-entry.js";
import type { Meter } from "./archive-limits.js";
import { bytesOfFile } from "./bytes-of-file.js";
import { Refusal } from "./refusal.js";

const BLOCK_BYTES = 512;

/**
 * The entries of a tar. `meter` counts all that comes out of gzip, so neither long names nor what is left out can be a bomb.
 * An entry's content must be read, or left, before the next is asked for.
 */
export async function* readTar(file: FileHandle, gzip: boolean, meter: Meter): AsyncGenerator<ArchiveEntry, void, undefined> {
  // The format of 1979 has no magic, but the same checksum. The types lack the option.
  const entries = extract({ allowUnknownFormat: true } as Parameters<typeof extract>[0]);
  const end = new EndOfArchive();
  async function* counted(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
    for await (const chunk of source) {
      meter.countBytes(chunk.length);
      end.see(chunk);
      yield chunk;
    }
  }
  const bytes = bytesOfFile(file);
  const piped = gzip ? pipeline(bytes, createGunzip(), counted, entries) : pipeline(bytes, counted, entries);
  // Heard of below, if nothing else fails before.
  piped.catch(() => {});
  try {
    for await (const entry of entries) {
      yield entryOf(entry.header, contentOf(entry as AsyncIterable<Uint8Array>, piped));
      // What was left of it.
      entry.resume();
    }
    await piped;
  } finally {
    entries.destroy();
    await piped.catch(() => {});
  }
  if (!end.seen) throw new Refusal("is cut short: the mark of its end is missing", "archive");
}

async function* contentOf(entry: AsyncIterable<Uint8Array>, piped: Promise<void>): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* entry;
  } catch (error) {
    // The entry says only that its archive failed; this says why.
    await piped;
    throw error;
  }
}

function entryOf(header: Header, content: AsyncIterable<Uint8Array>): ArchiveEntry {
  const { name } = header;
  // GNU tar writes only the pieces of a file with holes, and where they belong into names of its own.
  if (Object.keys(header.pax ?? {}).some((key) => key.startsWith("GNU.sparse."))) return { name, kind: "other", what: "a file with holes" };
  switch (header.type) {
    case "file":
    case "contiguous-file":
      return { name, kind: "file", executable: (header.mode & EXECUTABLE) !== 0, modified: header.mtime, content };
    case "directory":
      return { name, kind: "folder" };
    case "symlink":
      return { name, kind: "link", target: () => Promise.resolve(header.linkname ?? "") };
    case "link":
      return { name, kind: "other", what: "a hard link" };
    case "fifo":
      return { name, kind: "other", what: "a FIFO" };
    case "character-device":
    case "block-device":
      return { name, kind: "other", what: "a device" };
    // null, which the types leave out.
    default:
      return { name, kind: "other", what: "of an unknown kind" };
  }
}

/**
 * Whether a tar has its end, at least one block of zeros (POSIX, pax: two; some write one). Otherwise one that was cut short
 * between two entries looks whole.
 */
class EndOfArchive {
  #zeros = 0;

  see(chunk: Buffer): void {
    let from = chunk.length;
    while (from > 0 && chunk[from - 1] === 0) from--;
    this.#zeros = from === 0 ? this.#zeros + chunk.length : chunk.length - from;
  }

  get seen(): boolean {
    return this.#zeros >= BLOCK_BYTES;
  }
}
