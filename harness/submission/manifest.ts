import { open, stat } from "node:fs/promises";
import { join } from "node:path";
import { errorCode, errorMessage, WiregradeError } from "../errors.js";
import { parseCommand } from "../process/command.js";

/** A submission's wiregrade.json, with its commands as words. */
export interface Manifest {
  lab: string;
  /** Runs once, in a copy of the submission; null if there is nothing to build. */
  build: string[] | null;
  /** The command of each role. */
  commands: Record<string, string[]>;
}

export const MANIFEST_NAME = "wiregrade.json";
const LARGEST_BYTES = 64 << 10;

/** Reads and checks the manifest in `folder`; throws a WiregradeError that names the file. */
export async function readManifest(folder: string): Promise<Manifest> {
  const file = join(folder, MANIFEST_NAME);
  return parseManifest(await readSmallFile(file), file);
}

async function readSmallFile(file: string): Promise<string> {
  let size: number;
  try {
    const stats = await stat(file);
    if (!stats.isFile()) throw new WiregradeError("MANIFEST_INVALID", `${file}: is not a regular file`);
    size = stats.size;
  } catch (error) {
    if (error instanceof WiregradeError) throw error;
    if (errorCode(error) === "ENOENT" || errorCode(error) === "ENOTDIR") throw new WiregradeError("MANIFEST_MISSING", `${file}: there is none`);
    throw new WiregradeError("MANIFEST_INVALID", `${file}: ${errorMessage(error)}`);
  }
  if (size > LARGEST_BYTES) throw new WiregradeError("MANIFEST_TOO_LARGE", `${file}: has ${size} bytes, more than ${LARGEST_BYTES}`);
  const handle = await open(file, "r");
  try {
    return await handle.readFile("utf8");
  } finally {
    await handle.close();
  }
}

/** The text of a manifest to its meaning. `file` stands in errors. */
export function parseManifest(text: string, file: string): Manifest {
  const invalid = (why: string) => new WiregradeError("MANIFEST_INVALID", `${file}: ${why}`);
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw invalid(`is not JSON: ${errorMessage(error)}`);
  }
  if (!isObject(json)) throw invalid("is not a JSON object");
  const { lab, build, commands, ...rest } = json;
  const [unknown] = Object.keys(rest).filter((key) => key !== "$schema");
  if (unknown !== undefined) throw invalid(`unknown key ${JSON.stringify(unknown)}; known are "lab", "build", "commands"`);
  if (typeof lab !== "string" || lab === "") throw invalid('"lab" must name a lab');
  if (build !== undefined && build !== null && typeof build !== "string") throw invalid('"build" must be one command');
  if (!isObject(commands)) throw invalid('"commands" must be an object from role to command');
  const words = Object.entries(commands).map(([role, command]): [string, string[]] => {
    if (typeof command !== "string") throw invalid(`the command of ${JSON.stringify(role)} must be a string`);
    return [role, parseCommand(command, `${file}: command of ${JSON.stringify(role)}`)];
  });
  return { lab, build: typeof build === "string" && build.trim() !== "" ? parseCommand(build, `${file}: "build"`) : null, commands: Object.fromEntries(words) };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
