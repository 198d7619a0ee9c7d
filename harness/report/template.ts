import { readFileSync } from "node:fs";
import Handlebars from "handlebars";
import { packageFile } from "../text/package-root.js";

/**
 * Values in a template below templates/; a name in it that means nothing is an error. Values are escaped as XML, unless `escape`
 * is false: then everything that goes in must have been escaped for the format.
 */
export function fillTemplate(file: string, values: object, { escape }: { escape: boolean }): string {
  const text = readFileSync(packageFile("templates", file), "utf8");
  return Handlebars.create().compile(text, { noEscape: !escape, strict: true })(values);
}
