import { shown } from "./entry-name.js";
import { Refusal } from "./refusal.js";

type Kind = "folder" | "file" | "link";

/**
 * The names that an archive has used. Two that differ only in case or in their Unicode form are one file on some systems and two
 * on others, so the second is refused.
 */
export class TakenNames {
  /** By folded path, the path itself and what it is. */
  readonly #taken = new Map<string, { path: string; kind: Kind }>();
  readonly #folders = new Set<string>();

  /** Takes the path of these parts; returns the folders that must be made for it, outermost first. */
  take(parts: readonly string[], kind: Kind): string[] {
    const above: string[] = [];
    for (let length = parts.length - 1; length > 0; length--) {
      const folder = parts.slice(0, length).join("/");
      // Then those above it are there too. Ten thousand files, five hundred folders down, would take long otherwise.
      if (this.#folders.has(folder)) break;
      above.unshift(folder);
    }
    const made = above.filter((folder) => this.#takeOne(folder, "folder", true));
    const path = parts.join("/");
    if (this.#takeOne(path, kind) && kind === "folder") made.push(path);
    return made;
  }

  has(path: string): boolean {
    return this.#taken.get(foldedName(path))?.path === path;
  }

  /** Names right below the top. */
  top(): string[] {
    return [...this.#taken.values()].flatMap(({ path }) => (path.includes("/") ? [] : [path]));
  }

  /** Whether it is new. A folder may come again: archives name it itself, and by what lies below. */
  #takeOne(path: string, kind: Kind, isAbove = false): boolean {
    const key = foldedName(path);
    const twin = this.#taken.get(key);
    if (twin === undefined) {
      this.#taken.set(key, { path, kind });
      if (kind === "folder") this.#folders.add(path);
      return true;
    }
    if (twin.path !== path) throw new Refusal(`differs from ${shown(twin.path)} only in case or in its Unicode form`);
    if (twin.kind === "folder" && kind === "folder") return false;
    if (isAbove) throw new Refusal(`lies in ${shown(path)}, which is a ${twin.kind}`);
    throw new Refusal(twin.kind === kind ? "is there twice" : `is a ${twin.kind} and a ${kind}`);
  }
}

/** As file systems that ignore case compare: "Straße" and "STRASSE" are one (Unicode 3.13, D145: canonical caseless match). */
export function foldedName(path: string): string {
  return path.normalize("NFD").toUpperCase().toLowerCase().normalize("NFD");
}
