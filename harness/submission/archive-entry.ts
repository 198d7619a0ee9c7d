/** What an archive holds under one name, whatever its format; read in order, each before the next. */
export type ArchiveEntry = {
  /** As the archive has it, unchecked: "src/server.py". */
  name: string;
} & (
  | { kind: "folder" }
  /** `modified`: as the archive has it, unchecked; undefined: it does not tell. */
  | { kind: "file"; executable: boolean; modified?: Date | undefined; content: AsyncIterable<Uint8Array> }
  /** A symbolic link. */
  | { kind: "link"; target: () => Promise<string> }
  /** What nobody hands in, to follow "is": "a hard link". */
  | { kind: "other"; what: string }
);

/** `st_mode` & S_IFMT, which zip has as well (POSIX, <sys/stat.h>). */
export const KIND_OF_FILE = 0o170000;
export const EXECUTABLE = 0o111;
