import { constants } from "node:fs";
import { open } from "node:fs/promises";
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

/** Whoever grades may read more than the student may: no link is followed, and what is looked at is what is read. */
async function readSmallFile(file: string): Promise<string> {
  const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch((error: unknown) => {
    throw whyUnopened(file, error);
  });
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw irregular(file);
    if (stats.size > LARGEST_BYTES) throw new WiregradeError("MANIFEST_TOO_LARGE", `${file}: has ${stats.size} bytes, more than ${LARGEST_BYTES}`);
    return await handle.readFile("utf8");
  } finally {
    await handle.close();
  }
}

function whyUnopened(file: string, error: unknown): WiregradeError {
  const code = errorCode(error);
  if (code === "ENOENT" || code === "ENOTDIR") return new WiregradeError("MANIFEST_MISSING", `${file}: there is none`);
  // A link; a socket.
  if (code === "ELOOP" || code === "ENXIO") return irregular(file);
  return new WiregradeError("MANIFEST_INVALID", `${file}: ${errorMessage(error)}`);
}

function irregular(file: string): WiregradeError {
  return new WiregradeError("MANIFEST_INVALID", `${file}: is not a regular file`);
}

/** The text of a manifest to its meaning. `file` stands in errors. */
export function parseManifest(text: string, file: string): Manifest {
  const invalid = (why: string) => new WiregradeError("MANIFEST_INVALID", `${file}: ${why}`);
  const { json, why } = parseJson(text.replace(/^\uFEFF/, ""));
  if (why !== null) throw invalid(`is not JSON: ${why}`);
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

/** The meaning of a text; or why it has none and where, without the excerpt that the parser adds: results are read by many. */
function parseJson(text: string): { json: unknown; why: string | null } {
  try {
    return { json: JSON.parse(text) as unknown, why: null };
  } catch (error) {
    const said = errorMessage(error);
    const unexpected = /^Unexpected token '.+?'(?=, )/su.exec(said)?.[0];
    if (unexpected === undefined) return { json: null, why: said.replace(/ at position (\d+).*/, (_, offset) => ` at ${lineAndColumn(text, Number(offset))}`) };
    return { json: null, why: `${unexpected} at ${lineAndColumn(text, lastParsed(text))}` };
  }
}

/** Where an unexpected token stands: all texts up to there just end too early. */
function lastParsed(text: string): number {
  let [good, bad] = [0, text.length];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isUnexpected(text.slice(0, middle))) bad = middle;
    else good = middle;
  }
  return good;
}

function isUnexpected(text: string): boolean {
  try {
    JSON.parse(text);
    return false;
  } catch (error) {
    return errorMessage(error).startsWith("Unexpected token");
  }
}

/** "line 3, column 5" */
function lineAndColumn(text: string, offset: number): string {
  const lines = text.slice(0, offset).split("\n");
  return `line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
