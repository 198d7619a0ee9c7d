import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { realpath } from "node:fs/promises";
import { createServer } from "node:net";
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

function busy(folder: string): WiregradeError {
  return new WiregradeError("BATCH_RUNNING", `${folder}: a batch is being graded there right now`);
}

/** An abstract socket by the folder's name: the kernel takes it away with its process. */
async function lockBySocket(folder: string): Promise<Disposable> {
  const name = createHash("sha256").update(folder).digest("hex");
  return await new Promise<Disposable>((resolve, reject) => {
    const server = createServer((socket) => void socket.destroy());
    server.once("error", (error) => reject(errorCode(error) === "EADDRINUSE" ? busy(folder) : error));
    server.listen(`\0wiregrade-batch-${name}`, () => {
      server.unref();
      resolve({ [Symbol.dispose]: () => void server.close() });
    });
  });
}

/** Elsewhere: a file that names a process, and when that was started, since numbers of processes come again. */
export function lockByFile(folder: string): Disposable {
  const file = join(folder, "batch.lock");
  const mine = `${process.pid} ${startOf(process.pid) ?? ""}\n`;
  for (let tries = 0; tries < 3; tries++) {
    try {
      writeFileSync(file, mine, { flag: "wx" });
      return { [Symbol.dispose]: () => rmSync(file, { force: true }) };
    } catch (error) {
      if (errorCode(error) !== "EEXIST") throw error;
      if (isHeld(file)) throw busy(folder);
      rmSync(file, { force: true });
    }
  }
  throw busy(folder);
}

function isHeld(file: string): boolean {
  let text: string;
  try {
    text = readFileSync(file, "utf8").trim();
  } catch {
    return false;
  }
  const [pid = "", ...start] = text.split(" ");
  const now = startOf(Number(pid));
  return now !== null && now === start.join(" ");
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
