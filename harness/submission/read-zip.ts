import type { FileHandle } from "node:fs/promises";
import { isUtf8 } from "node:buffer";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { crc32 } from "node:zlib";
import { fromRandomAccessReaderPromise, getFileNameLowLevel, RandomAccessReader, type Entry, type ZipFile } from "yauzl";
import { EXECUTABLE, KIND_OF_FILE, type ArchiveEntry } from "./archive-entry.js";
import type { Meter } from "./archive-limits.js";
import { bytesOfFile } from "./bytes-of-file.js";
import { Refusal } from "./refusal.js";

const LONGEST_TARGET_BYTES = 4096;
const UTF8_FLAG = 0x800;

/** The entries of a zip of `size` bytes, by its central directory. `meter` counts what comes out of those that are read. */
export async function* readZip(file: FileHandle, size: number, meter: Meter): AsyncGenerator<ArchiveEntry, void, undefined> {
  // Names stay bytes: yauzl's own check of them stops at the first without saying which.
  const zip = await fromRandomAccessReaderPromise(new FileReader(file), size, { autoClose: false, decodeStrings: false });
  for await (const entry of zip.eachEntry()) yield entryOf(zip, entry, meter);
}

class FileReader extends RandomAccessReader {
  constructor(private readonly file: FileHandle) {
    super();
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(bytesOfFile(this.file, start, end), { objectMode: false });
  }
}

function entryOf(zip: ZipFile, entry: Entry, meter: Meter): ArchiveEntry {
  const name = nameOf(entry);
  // APPNOTE 4.4.15: by Unix, its st_mode; elsewhere usually zero.
  const mode = entry.externalFileAttributes >>> 16;
  if (name.endsWith("/")) return { name, kind: "folder" };
  if (entry.isEncrypted()) return { name, kind: "other", what: "encrypted" };
  if (!entry.canDecodeFileData()) return { name, kind: "other", what: `compressed by method ${entry.compressionMethod}, which is not known here` };
  switch (mode & KIND_OF_FILE) {
    case 0:
    case 0o100000:
      return { name, kind: "file", executable: (mode & EXECUTABLE) !== 0, modified: entry.getLastModDate(), content: contentOf(zip, entry, meter) };
    case 0o040000:
      return { name, kind: "folder" };
    case 0o120000:
      if (entry.uncompressedSize > LONGEST_TARGET_BYTES) return { name, kind: "other", what: "a link to a name that is too long" };
      return { name, kind: "link", target: () => text(contentOf(zip, entry, meter)) };
    case 0o010000:
      return { name, kind: "other", what: "a FIFO" };
    case 0o140000:
      return { name, kind: "other", what: "a socket" };
    default:
      return { name, kind: "other", what: "a device" };
  }
}

/** Most zips made on macOS have names in UTF-8 and do not say so (APPNOTE D.1); all else is code page 437. */
function nameOf(entry: Entry): string {
  const flags = isUtf8(entry.fileNameRaw) ? entry.generalPurposeBitFlag | UTF8_FLAG : entry.generalPurposeBitFlag;
  return getFileNameLowLevel(flags, entry.fileNameRaw, entry.extraFields, true);
}

async function* contentOf(zip: ZipFile, entry: Entry, meter: Meter): AsyncGenerator<Buffer, void, undefined> {
  const stream = await zip.openReadStreamPromise(entry);
  // An error may come while nobody reads; the next read throws it.
  stream.on("error", () => {});
  let sum = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    meter.countBytes(chunk.length);
    sum = crc32(chunk, sum);
    yield chunk;
  }
  // yauzl checks lengths alone.
  if (sum !== entry.crc32) throw new Refusal("is damaged: its checksum is another");
}
