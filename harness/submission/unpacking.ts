import { mkdir, open, symlink } from "node:fs/promises";
import { join } from "node:path";
import type { ArchiveEntry } from "./archive-entry.js";
import type { Meter } from "./archive-limits.js";
import { checkTarget, isLeftOut, partsOf } from "./entry-name.js";
import { MANIFEST_NAME } from "./manifest.js";
import { Refusal } from "./refusal.js";
import { TakenNames } from "./taken-names.js";

/** Entries on their way into a folder. */
export class Unpacking {
  /** The name of the entry that is being unpacked, for the error that ends it. */
  current: string | null = null;
  readonly #names = new TakenNames();
  readonly #links: { parts: string[]; target: string }[] = [];

  /** `folder` exists and is empty. */
  constructor(
    private readonly folder: string,
    private readonly meter: Meter,
  ) {}

  /** Writes all entries; resolves to the submission's folder. Throws a Refusal of what `current` names. */
  async all(entries: AsyncIterable<ArchiveEntry>): Promise<string> {
    for await (const entry of entries) {
      this.current = entry.name;
      await this.#one(entry);
    }
    this.current = null;
    const top = this.#submission();
    // Links come last, so that nothing is ever written through one.
    for (const { parts, target } of this.#links) {
      this.current = parts.join("/");
      checkTarget(target, parts.length - 1 - top.length);
      await symlink(target, join(this.folder, ...parts));
    }
    return join(this.folder, ...top);
  }

  async #one(entry: ArchiveEntry): Promise<void> {
    this.meter.countEntry();
    const parts = partsOf(entry.name);
    if (isLeftOut(parts)) return;
    if (entry.kind === "other") throw new Refusal(`is ${entry.what}`);
    if (parts.length === 0) {
      // "./", as `tar -c .` has it.
      if (entry.kind === "folder") return;
      throw new Refusal("has no name");
    }
    await this.#makeFolders(this.#names.take(parts, entry.kind), parts.join("/"));
    if (entry.kind === "link") this.#links.push({ parts, target: await entry.target() });
    else if (entry.kind === "file") await writeFile(join(this.folder, ...parts), entry);
  }

  /** Those that no entry names count as entries too: ten thousand deep names would make millions of them. */
  async #makeFolders(paths: readonly string[], entryPath: string): Promise<void> {
    for (const path of paths) {
      if (path !== entryPath) this.meter.countEntry();
      await mkdir(join(this.folder, path), { mode: 0o755 });
    }
  }

  /** The parts of the submission's folder: none, or the one folder that all lies in, with the manifest in it. */
  #submission(): string[] {
    const top = this.#names.top();
    const [only] = top;
    if (only === undefined) throw new Refusal("holds no files", "archive");
    return top.length === 1 && !this.#names.has(MANIFEST_NAME) && this.#names.has(`${only}/${MANIFEST_NAME}`) ? [only] : [];
  }
}

/** Never over what is there, be it a link. With its time, by which make knows what has to be built again. */
async function writeFile(path: string, { content, executable, modified }: ArchiveEntry & { kind: "file" }): Promise<void> {
  await using file = await open(path, "wx", executable ? 0o755 : 0o644);
  for await (const chunk of content) await file.writeFile(chunk);
  const year = modified?.getUTCFullYear() ?? NaN;
  if (modified !== undefined && year >= 1980 && year < 2108) await file.utimes(modified, modified);
}
