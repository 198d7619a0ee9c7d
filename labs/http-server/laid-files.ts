import { percentDecode, toBinary, utf8, type Transcript } from "#harness";
import { OUTSIDE, ROOT } from "./site.js";

/** A file that the server was given. */
export interface LaidFile {
  /** Its bytes; null of much, which is recorded by reference. */
  content: string | null;
  length: number;
  /** ms since the epoch, whole seconds. */
  modified: number;
}

/** By their paths, from the folder's name on: "site/notes.txt" (a binary string of UTF-8). */
export function laidFiles(transcript: Transcript): Map<string, LaidFile> {
  const files = new Map<string, LaidFile>();
  for (const event of transcript.events) {
    if (event.type !== "laid" || event.link !== undefined) continue;
    const content = event.bytes === undefined ? null : toBinary(event.bytes);
    files.set(utf8(event.path), { content, length: event.of?.length ?? content?.length ?? 0, modified: event.modified });
  }
  return files;
}

/** The file that a request's target names: without its query, decoded; a folder stands for the page in it. */
export function fileFor(target: string, files: ReadonlyMap<string, LaidFile>): LaidFile | null {
  const path = percentDecode(target.replace(/^http:\/\/[^/]*/i, "").replace(/\?.*$/s, ""));
  if (path === null) return null;
  return files.get(`${ROOT}${path}${path.endsWith("/") ? "index.html" : ""}`) ?? null;
}

/** What nobody may ever be sent: contents from outside of the root, and the first line of the machine's own user table. */
export function secretsOf(files: ReadonlyMap<string, LaidFile>): string[] {
  const outside = [...files].flatMap(([path, { content }]) => (path.startsWith(`${OUTSIDE}/`) && content !== null ? [content.trim()] : []));
  return [...outside, "root:x:0:0:"];
}

/** What was found where the scenario looked later, by path, compared with what was laid there. */
export function foundFiles(transcript: Transcript, files: ReadonlyMap<string, LaidFile>): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const event of transcript.events) {
    if (event.type !== "found") continue;
    const before = files.get(utf8(event.path))?.content ?? null;
    const now = event.bytes === undefined ? null : toBinary(event.bytes);
    found[event.path] = { state: now === before ? "as before" : before === null ? "new" : now === null ? "gone" : "changed", events: [event.n] };
  }
  return found;
}
