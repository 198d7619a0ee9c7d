import { execFile } from "node:child_process";
import { chownSync, closeSync, constants, openSync, unlinkSync } from "node:fs";
import { Socket } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { hasProc } from "./proc.js";

/**
 * Real pipes for a program's standard streams. Node's own "pipes" are socket pairs, on which a program's
 * open("/dev/stdout") fails with ENXIO; FIFOs behave as in a shell.
 */
export interface Pipes {
  /** The program's ends, for `stdio`; close them once it is started. */
  childEnds: { stdin: number | null; stdout: number; stderr: number };
  stdin: Socket | null;
  stdout: Socket;
  stderr: Socket;
  closeChildEnds(): void;
  /**
   * For a program that opens its standard input by path when all of it has been written: unlike a shell's pipe, a FIFO makes it
   * wait for a writer. One comes and goes; who reads already only meets the end of file once more.
   */
  showWriter(): void;
  /** After the program's end. */
  dispose(): void;
}

/** Of open(2), which Node does not name: a handle that neither reads nor writes. Linux only. */
const O_PATH = 0o10000000;

const run = promisify(execFile);

/** So many FIFOs are made at once: starting mkfifo(1) takes longer than all else here. */
const MADE_AT_ONCE = 24;
/** FIFOs that wait to be used, by the folder that they are in. */
const waiting = new Map<string, Promise<string[]>>();
let count = 0;

/** `wanted` FIFOs that nobody has opened yet. */
async function freshFifos(folder: string, wanted: number): Promise<string[]> {
  const taken = (waiting.get(folder) ?? Promise.resolve([])).then(async (left) => (left.length >= wanted ? left : [...left, ...(await makeFifos(folder))]));
  // Who comes next takes from what is left; after a failure it tries anew.
  waiting.set(
    folder,
    taken.then(
      (there) => there.slice(wanted),
      () => [],
    ),
  );
  return (await taken).slice(0, wanted);
}

async function makeFifos(folder: string): Promise<string[]> {
  const paths = Array.from({ length: MADE_AT_ONCE }, () => join(folder, `.stdio-${++count}`));
  await run("mkfifo", ["-m", "600", ...paths]);
  return paths;
}

/**
 * Opens the pipes by way of FIFOs in `folder`, which are gone again on return, but for those that wait for the next program: a folder that
 * no student's program can write to, or one could put something else in their place. `owner`: the user id that may open them again by way
 * of /dev/stdout.
 */
export async function openPipes(folder: string, withStdin: boolean, owner: number | null = null): Promise<Pipes> {
  const paths = await freshFifos(folder, withStdin ? 3 : 2);
  if (owner !== null) for (const path of paths) chownSync(path, owner, owner);
  const open: number[] = [];
  const opened = (path: string, flags: number) => {
    const descriptor = openSync(path, flags);
    open.push(descriptor);
    return descriptor;
  };
  try {
    // A FIFO opens without blocking once its other end is there; the reader comes first, non-blocking, for Node.
    // The program's ends are opened apart, since O_NONBLOCK is shared by all who hold a description.
    const [out, err, input] = paths as [string, string, string | undefined];
    const ours = [out, err].map((path) => opened(path, constants.O_RDONLY | constants.O_NONBLOCK)) as [number, number];
    const theirs = [out, err].map((path) => opened(path, constants.O_WRONLY)) as [number, number];
    let stdin: { ours: number; theirs: number } | null = null;
    let handle: number | null = null;
    if (input !== undefined) {
      const placeholder = openSync(input, constants.O_RDONLY | constants.O_NONBLOCK);
      try {
        if (hasProc) handle = opened(input, O_PATH);
        stdin = { ours: opened(input, constants.O_WRONLY | constants.O_NONBLOCK), theirs: opened(input, constants.O_RDONLY) };
      } finally {
        closeSync(placeholder);
      }
    }
    const childEnds = { stdin: stdin?.theirs ?? null, stdout: theirs[0], stderr: theirs[1] };
    return {
      childEnds,
      stdin: stdin === null ? null : new Socket({ fd: stdin.ours, readable: false, writable: true }),
      stdout: new Socket({ fd: ours[0], readable: true, writable: false }),
      stderr: new Socket({ fd: ours[1], readable: true, writable: false }),
      closeChildEnds() {
        for (const descriptor of Object.values(childEnds)) if (descriptor !== null) closeSync(descriptor);
      },
      showWriter() {
        if (handle === null) return;
        try {
          closeSync(openSync(`/proc/self/fd/${handle}`, constants.O_WRONLY | constants.O_NONBLOCK));
        } catch {
          // ENXIO: nobody reads any more
        }
      },
      dispose() {
        if (handle !== null) closeSync(handle);
        handle = null;
      },
    };
  } catch (error) {
    for (const descriptor of open) closeSync(descriptor);
    throw error;
  } finally {
    for (const path of paths) {
      try {
        unlinkSync(path);
      } catch {
        // never made
      }
    }
  }
}
