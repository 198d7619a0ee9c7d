import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** The passwords by name. A name ends at the first blank; all that follows it on the line, blanks and all, is the password. */
export async function readUsers(folder: string): Promise<Map<string, string>> {
  const passwords = new Map<string, string>();
  for (const line of (await readFile(join(folder, "users"), "latin1")).split("\n")) {
    const blank = line.indexOf(" ");
    if (blank > 0) passwords.set(line.slice(0, blank), line.slice(blank + 1));
  }
  return passwords;
}
