import { access, constants, lstat, stat } from "node:fs/promises";
import { delimiter, isAbsolute, join, resolve } from "node:path";

/**
 * Why a command's program could not be started, or null: looked for as execvp does, in `folder` if its name has a slash,
 * else along `path`. Told once, before anything is run.
 */
export async function missingProgram(name: string, folder: string, path: string): Promise<string | null> {
  if (name.includes("/")) {
    const file = isAbsolute(name) ? name : resolve(folder, name);
    // A link that a build made to where its folder was inside of its sandbox leads nowhere out here, and may all the same be right.
    if (!(await isFile(file))) return (await isLink(file)) ? null : `command not found: ${name}`;
    return (await isExecutable(file)) ? null : `not executable: ${name}`;
  }
  for (const entry of path.split(delimiter)) {
    const file = join(entry, name);
    if (entry !== "" && (await isFile(file)) && (await isExecutable(file))) return null;
  }
  return `command not found: ${name}`;
}

async function isLink(file: string): Promise<boolean> {
  return await lstat(file).then(
    (found) => found.isSymbolicLink(),
    () => false,
  );
}

async function isFile(file: string): Promise<boolean> {
  return await stat(file).then(
    (found) => found.isFile(),
    () => false,
  );
}

async function isExecutable(file: string): Promise<boolean> {
  return await access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}
