import { buffer } from "node:stream/consumers";
import { crc32, deflateRawSync } from "node:zlib";
import { pack } from "tar-stream";

/** An entry of an archive to make, a file unless it says otherwise; nothing is checked. */
export interface TestEntry {
  name: string | Buffer;
  kind?: "file" | "folder" | "link" | "hard link" | "FIFO" | "device";
  content?: string | Buffer;
  /** Where a link leads. */
  target?: string;
  /** The lower twelve bits of `st_mode`. */
  mode?: number;
  /** What the zip says instead of the truth. */
  lie?: { flags?: number; method?: number; crc32?: number; size?: number };
  /** Further records before the entry of a tar. */
  pax?: Record<string, string>;
}

const BITS = { file: 0o100000, folder: 0o040000, link: 0o120000, "hard link": 0o100000, FIFO: 0o010000, device: 0o020000 };

/** A zip (APPNOTE 4.3), as made on Unix, deflated. */
export function zipOf(entries: readonly TestEntry[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, kind = "file", content = "", target = "", mode = 0o644, lie = {} } of entries) {
    const data = Buffer.from(kind === "link" ? target : content);
    const packed = deflateRawSync(data);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    // Names are in UTF-8 unless given as bytes.
    common.writeUInt16LE(lie.flags ?? (typeof name === "string" ? 0x800 : 0), 2);
    common.writeUInt16LE(lie.method ?? 8, 4);
    common.writeUInt32LE(lie.crc32 ?? crc32(data), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(lie.size ?? data.length, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const file = Buffer.concat([Buffer.from("PK\x03\x04"), common, Buffer.from(name), packed]);
    const attributes = Buffer.alloc(14);
    attributes.writeUInt32LE(((BITS[kind] | mode) << 16) >>> 0, 6);
    attributes.writeUInt32LE(offset, 10);
    directory.push(Buffer.from("PK\x01\x02\x14\x03", "latin1"), common, attributes, Buffer.from(name));
    files.push(file);
    offset += file.length;
  }
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(Buffer.concat(directory).length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...files, ...directory, Buffer.from("PK\x05\x06"), end]);
}

const TYPES = { file: "file", folder: "directory", link: "symlink", "hard link": "link", FIFO: "fifo", device: "character-device" } as const;

/** A tar (POSIX, ustar and pax). */
export async function tarOf(entries: readonly TestEntry[]): Promise<Buffer> {
  const tar = pack();
  const all = buffer(tar as AsyncIterable<Buffer>);
  for (const { name, kind = "file", content = "", target, mode = 0o644, pax } of entries) {
    const header = { name: name.toString(), type: TYPES[kind], mode, ...(target !== undefined && { linkname: target }), ...(pax && { pax }) };
    if (kind === "file") tar.entry(header, content);
    else tar.entry(header);
  }
  tar.finalize();
  return all;
}
