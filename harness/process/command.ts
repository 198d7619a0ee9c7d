import { parseCommandString } from "execa";
import { WiregradeError } from "../errors.js";

/**
 * A manifest's command as words, split at spaces only; there is no shell. Throws COMMAND_INVALID, naming `where`, for
 * what only a shell would understand.
 */
export function parseCommand(text: string, where: string): string[] {
  if (/["'`]/.test(text)) throw new WiregradeError("COMMAND_INVALID", `${where}: quotes are not understood, there is no shell`);
  if (/[\n\r\t\0]/.test(text)) throw new WiregradeError("COMMAND_INVALID", `${where}: holds a tab, newline or NUL`);
  const words = parseCommandString(text.trim());
  if (words.length === 0 || words[0] === "") throw new WiregradeError("COMMAND_INVALID", `${where}: is empty`);
  const shell = words.find((word) => /^(&&|\|\|?|;|&|[0-9]*[<>]+.*)$/.test(word));
  if (shell !== undefined) throw new WiregradeError("COMMAND_INVALID", `${where}: "${shell}" needs a shell, and there is none`);
  return words;
}
