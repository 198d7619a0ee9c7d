// From the path of a URL to a file, and never to one outside the root. This is the only place that decides that.

import type { Stats } from "node:fs";
import { lstat, realpath } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { HttpError } from "./http-error.js";

/** With the separator: `/srv/root-secret` begins with `/srv/root` and is not inside it. */
function isInside(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder + sep);
}

/** The name in the file system, `.`, `..` and empty segments resolved. Throws HttpError 404 if it is outside `root`. */
export function namePath(root: string, path: string): string {
  const name = join(root, path);
  if (!isInside(root, name)) throw new HttpError(404, "a path out of the root");
  return name;
}

/** Throws HttpError 404 if there is nothing of that name, or if it is, by way of symbolic links, outside `root`. */
export async function findFile(root: string, path: string): Promise<string> {
  const name = namePath(root, path);
  const real = await realpath(name).catch(explainFileError);
  if (!isInside(root, real)) throw new HttpError(404, "a link out of the root");
  return name;
}

/** For a file that may be created: throws HttpError 403 if its folder is, or would be made, outside `root`. */
export async function checkFolder(root: string, folder: string): Promise<void> {
  const real = await realpath(folder).catch((problem: NodeJS.ErrnoException) => {
    if (problem.code === "ENOENT") return undefined;
    return explainFileError(problem);
  });
  if (real === undefined) await checkFolder(root, dirname(folder));
  else if (!isInside(root, real)) throw new HttpError(403, "a link out of the root");
}

/** What bears that name itself, a link unfollowed; undefined if nothing does. */
export async function look(name: string): Promise<Stats | undefined> {
  return await lstat(name).catch((problem: NodeJS.ErrnoException) => {
    if (problem.code === "ENOENT" || problem.code === "ENOTDIR") return undefined;
    return explainFileError(problem);
  });
}

/** What an error of the operating system means to a client. */
export function explainFileError(problem: NodeJS.ErrnoException): never {
  const { code = "" } = problem;
  if (["ENOENT", "ENOTDIR", "ENAMETOOLONG", "ELOOP"].includes(code)) throw new HttpError(404, problem.message);
  if (["EACCES", "EPERM"].includes(code)) throw new HttpError(403, problem.message);
  throw problem;
}
