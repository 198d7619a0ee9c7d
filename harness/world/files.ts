import { constants, mkdirSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { open, readlink, realpath, unlink } from "node:fs/promises";
import { dirname, join, posix } from "node:path";
import { errorMessage } from "../errors.js";
import { hasProc } from "../process/proc.js";
import { asBytes } from "../text/bytes.js";
import { SeededStream, type StreamReference } from "../text/seeded-stream.js";
import { CutShort } from "./student.js";

/** What a scenario lays out or finds in the folders that it gives to the student's program. `path` starts with the folder's name: "site/a.txt". */
export type FileEvent =
  /** Laid out before the program started; much is stored as the seeded stream that it is. `modified`: ms since the epoch, whole seconds. */
  | { type: "laid"; path: string; modified: number; bytes?: Uint8Array; of?: StreamReference; link?: string }
  /** Looked up later: its first bytes; none where there is no ordinary file of that name (any more). */
  | { type: "found"; path: string; bytes?: Uint8Array };

/** A file's bytes (or binary string), or where a symbolic link leads. */
export type Content = string | Uint8Array | SeededStream | { linkTo: string };

/** A folder that the student's program reads and writes. */
export interface Folder {
  /** As the program has to call it, absolute. */
  readonly path: string;
  /** Records what is there now under a name below it. */
  look(name: string): Promise<void>;
}

/** Of a file that we make where a program may have put something else: what it put there is left alone. */
const NEW_FILE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

export interface Files {
  /** Lays a folder out, with whatever folders its files' names ("docs/a.txt") need; before any program is started. */
  lay(name: string, content: Record<string, Content>, modified?: Date): Promise<Folder>;
  /** A file that comes into a folder while programs run. Throws CutShort where a program has put something in its way. */
  add(name: string, file: string, content: string | Uint8Array): Promise<void>;
}

/** How much of a file that is looked up is kept, bytes. */
const FOUND_BYTES = 64 << 10;
const CHUNK_BYTES = 1 << 20;

/** Folders of one run, below `home`, which the program calls `inside`. */
export class LaidFiles implements Files {
  constructor(
    private readonly home: string,
    private readonly inside: string,
    private readonly emit: (event: FileEvent) => void,
    /** Makes what was laid the program's own. */
    private readonly give: (path: string) => Promise<void>,
    /** The user id that it is made the own of; null: ours. */
    private readonly owner: number | null = null,
  ) {}

  async lay(name: string, content: Record<string, Content>, modified = new Date(Math.floor(Date.now() / 1000) * 1000)): Promise<Folder> {
    const folder = join(this.home, name);
    // Dozens of small files: at once, they take less time than each call of the asynchronous ones.
    mkdirSync(folder, { recursive: true });
    const made = new Set([folder]);
    for (const [below, what] of Object.entries(content)) {
      const path = join(folder, below);
      if (!made.has(dirname(path))) mkdirSync(dirname(path), { recursive: true });
      made.add(dirname(path));
      const event = { type: "laid", path: posix.join(name, below), modified: modified.getTime() } as const;
      if (what instanceof SeededStream) {
        await writeStream(path, what);
        this.emit({ ...event, of: what.reference });
      } else if (typeof what === "object" && "linkTo" in what) {
        symlinkSync(what.linkTo, path);
        this.emit({ ...event, link: what.linkTo });
        continue;
      } else {
        const bytes = asBytes(what);
        writeFileSync(path, bytes);
        this.emit({ ...event, bytes });
      }
      utimesSync(path, modified, modified);
    }
    await this.give(folder);
    return {
      path: posix.join(this.inside, name),
      look: async (below) => {
        const bytes = await readOrdinary(folder, below);
        this.emit({ type: "found", path: posix.join(name, below), ...(bytes === null ? {} : { bytes }) });
      },
    };
  }

  async add(name: string, file: string, content: string | Uint8Array): Promise<void> {
    const path = join(this.home, name, file);
    const bytes = asBytes(content);
    try {
      await using handle = await open(path, NEW_FILE, 0o600);
      // A folder above it may have become a link to anywhere: then it is the wrong place, and nobody's file but ours.
      const where = hasProc ? await readlink(`/proc/self/fd/${handle.fd}`) : await realpath(path);
      if (where !== join(await realpath(this.home), name, file)) {
        await unlink(where);
        throw new Error("its folder is elsewhere");
      }
      if (this.owner !== null) await handle.chown(this.owner, this.owner);
      await handle.writeFile(bytes);
      const modified = Math.floor((await handle.stat()).mtimeMs);
      this.emit({ type: "laid", path: posix.join(name, file), modified, bytes });
    } catch (error) {
      throw new CutShort(`nothing can be put into the folder any more: ${errorMessage(error)}`);
    }
  }
}

async function writeStream(path: string, stream: SeededStream): Promise<void> {
  await using file = await open(path, "w");
  for (let offset = 0; offset < stream.length; offset += CHUNK_BYTES) await file.write(stream.slice(offset, CHUNK_BYTES));
}

/** The program may have put anything in our way: a link to elsewhere, a FIFO, a folder. */
async function readOrdinary(folder: string, below: string): Promise<Buffer | null> {
  const path = join(folder, below);
  try {
    if ((await realpath(path)) !== join(await realpath(folder), below)) return null;
    await using file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    if (!(await file.stat()).isFile()) return null;
    const { buffer, bytesRead } = await file.read(Buffer.alloc(FOUND_BYTES), 0, FOUND_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } catch {
    return null;
  }
}
