import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { realpath } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { errorCode, WiregradeError } from "../errors.js";

/**
 * One coordinator at a time for a folder of results. The lock ends with its process, however that ends. It does not reach other machines, or
 * containers with a network of their own, that share the folder.
 */
export async function lockFolder(out: string): Promise<Disposable> {
  const folder = await realpath(out).catch((error: unknown) => {
    throw errorCode(error) === "ENOENT" ? new WiregradeError("PATH_MISSING", `${out}: there is no such folder`) : error;
  });
  return process.platform === "linux" ? await lockBySocket(folder) : lockByFile(folder);
}

function busy(folder: string, pid: number | null): WiregradeError {
  return new WiregradeError("BATCH_RUNNING", `${folder}: a batch is being graded there right now${pid === null ? "" : `, by process ${pid}`}`);
}

/** An abstract socket by the folder's name: the kernel takes it away with its process. */
async function lockBySocket(folder: string): Promise<Disposable> {
  const name = createHash("sha256").update(folder).digest("hex");
  const address = `\0wiregrade-batch-${name}`;
  try {
    return await listenAt(address);
  } catch (error) {
    throw errorCode(error) === "EADDRINUSE" ? busy(folder, await holderOf(address)) : error;
  }
}

/** Whoever asks there is told which process this is. */
async function listenAt(address: string): Promise<Disposable> {
  return await new Promise<Disposable>((resolve, reject) => {
    const server = createServer((socket) => {
      // Any program of this machine may come here, and keep nothing of ours.
      socket.on("error", () => undefined).end(String(process.pid), () => socket.destroy());
      socket.unref();
    });
    server.once("error", reject);
    server.listen(address, () => {
      server.unref();
      resolve({ [Symbol.dispose]: () => void server.close() });
    });
  });
}

/** The process that holds a lock, as it says itself; null if it says nothing. */
async function holderOf(address: string): Promise<number | null> {
  return await new Promise((resolve) => {
    let said = "";
    const socket = connect(address);
    socket.setTimeout(1000, () => socket.destroy());
    socket.setEncoding("latin1").on("data", (text: string) => (said += text));
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(/^\d{1,10}$/.test(said) ? Number(said) : null));
  });
}

/**
 * Elsewhere: an empty file whose name tells a process, and when that was started, since numbers of processes come again. Whoever has made theirs
 * looks for others after that, so of two who come at the same time at least one sees the other; both may, and then neither gets in. A file whose
 * process is gone has a name that no other process makes, so it can be removed at any time.
 */
export function lockByFile(folder: string): Disposable {
  const mine = lockName(process.pid, startOf(process.pid) ?? "");
  try {
    writeFileSync(join(folder, mine), "", { flag: "wx" });
  } catch (error) {
    throw errorCode(error) === "EEXIST" ? busy(folder, process.pid) : error;
  }
  const release = () => rmSync(join(folder, mine), { force: true });
  for (const other of readdirSync(folder)) {
    if (!other.startsWith(LOCK) || other === mine) continue;
    if (isHeld(other)) {
      release();
      throw busy(folder, pidIn(other));
    }
    rmSync(join(folder, other), { force: true });
  }
  return { [Symbol.dispose]: release };
}

const LOCK = "batch.lock.";

/** "batch.lock.1234.5d41402abc4b" */
function lockName(pid: number, start: string): string {
  return `${LOCK}${pid}.${createHash("sha256").update(start).digest("hex").slice(0, 12)}`;
}

function pidIn(name: string): number {
  return Number(name.slice(LOCK.length).split(".")[0]);
}

function isHeld(name: string): boolean {
  const pid = pidIn(name);
  const start = startOf(pid);
  return start !== null && name === lockName(pid, start);
}

/** When a process was started, in the words of `ps`; null if there is none. */
function startOf(pid: number): string | null {
  if (!Number.isInteger(pid) || pid < 1) return null;
  try {
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] })
      .trim()
      .replace(/\s+/g, " ");
  } catch {
    return null;
  }
}
