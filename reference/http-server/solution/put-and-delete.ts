// PUT and DELETE of files, under /files/ only.

import { randomUUID } from "node:crypto";
import { mkdir, open, rename, rm, unlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { checkFolder, explainFileError, findFile, look, namePath } from "./find-file.js";
import { HttpError } from "./http-error.js";
import type { Request } from "./read-request.js";
import { textResponse, type Response } from "./write-response.js";

/** Uploads in progress. In the tree, since a rename needs the same file system; under names that nobody can guess. */
const UNFINISHED = ".upload-";

/** The name of the file that a PUT or DELETE is about. Throws HttpError 403 if clients must not touch it. */
function writableName(request: Request, root: string): string {
  const name = namePath(root, request.path);
  // Asked of the resolved name: /files/../index.html is not under /files/.
  if (!name.startsWith(join(root, "files") + "/")) throw new HttpError(403, "not under /files/");
  if (request.path.endsWith("/") || basename(name).startsWith(UNFINISHED))
    throw new HttpError(403, "not the name of a file");
  return name;
}

export async function putFile(request: Request, root: string): Promise<Response> {
  const name = writableName(request, root);
  // RFC 9110, 14.4: a part must not be stored as if it were the whole.
  if (request.fields.get("content-range") !== undefined) throw new HttpError(400, "a PUT of a part");
  await checkFolder(root, dirname(name));
  const old = await look(name);
  if (old?.isDirectory()) throw new HttpError(409, "a folder has that name");
  if (old?.isSymbolicLink()) throw new HttpError(403, "a link is not written through");

  await mkdir(dirname(name), { recursive: true }).catch(explainFolderError);
  await store(request.body, name);
  return old === undefined ? textResponse(201) : textResponse(200, [], "replaced\n");
}

/** Writes beside the file, then renames: readers see the old file or the new one; a cut-off upload leaves the old. */
async function store(body: AsyncIterable<Buffer>, name: string): Promise<void> {
  const unfinished = join(dirname(name), UNFINISHED + randomUUID());
  const file = await open(unfinished, "wx").catch(explainFileError);
  try {
    try {
      for await (const piece of body) await file.appendFile(piece);
    } finally {
      await file.close();
    }
    await rename(unfinished, name).catch(explainFolderError);
  } catch (problem) {
    await rm(unfinished, { force: true });
    throw problem;
  }
}

/** RFC 9110, 15.5.10: the request clashes with what is there, as a file where a folder would have to be. */
function explainFolderError(problem: NodeJS.ErrnoException): never {
  if (["EEXIST", "ENOTDIR", "EISDIR", "ENOTEMPTY"].includes(problem.code ?? ""))
    throw new HttpError(409, problem.message);
  return explainFileError(problem);
}

export async function deleteFile(request: Request, root: string): Promise<Response> {
  const name = writableName(request, root);
  await findFile(root, request.path);
  if ((await look(name))?.isDirectory()) throw new HttpError(403, "folders are not deleted");
  await unlink(name).catch(explainFileError);
  return textResponse(200, [], "deleted\n");
}
