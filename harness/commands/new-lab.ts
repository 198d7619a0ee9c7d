import { existsSync } from "node:fs";
import { cp, mkdir, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { WiregradeError } from "../errors.js";
import { filesBelow } from "../release/files-below.js";
import { fillTemplate } from "../report/template.js";
import { packageFile } from "../text/package-root.js";

/** Folders of the template, and where what is in them goes. */
const PARTS = { lab: "labs", reference: "reference" };

/** `wiregrade new-lab <name>`: a lab that runs already, with one scenario, one check, and one mutant, from templates/new-lab/. */
export async function newLab(name: string, { title }: { title: string }): Promise<number> {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length > 40)
    throw new WiregradeError("USAGE", `${JSON.stringify(name)}: is no name for a lab`, { mend: "small letters, digits and hyphens, as in tcp-echo" });
  if (title.includes("{{")) throw new WiregradeError("USAGE", "--title: no title has {{ in it, which a handout would take for a value");
  const source = packageFile("templates", "new-lab");
  if (!existsSync(source) || !existsSync(packageFile("reference")))
    throw new WiregradeError("USAGE", "labs are made in the staff's repository, and this is a released grader");
  const folders = Object.values(PARTS).map((part) => packageFile(part, name));
  for (const folder of folders)
    if (existsSync(folder)) throw new WiregradeError("OUT_NOT_EMPTY", `${folder}: is there already`, { mend: "choose another name" });
  for (const [part, place] of Object.entries(PARTS))
    for (const file of await filesBelow(join(source, part)))
      await copy(file, join(packageFile(place, name), relative(join(source, part), file)), { name, title, titleLiteral: JSON.stringify(title) });
  console.log(`${name}: ${folders.map((folder) => relative(process.cwd(), folder)).join(" and ")}`);
  console.log(`try it: npm run build && npm run handouts && npx wiregrade prove ${name}`);
  console.log("docs/lab-authors.md tells how it goes on");
  return 0;
}

/** A template's values filled in where its name ends in .hbs; all else as it is. */
async function copy(source: string, to: string, values: { name: string; title: string; titleLiteral: string }): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  if (source.endsWith(".hbs"))
    await writeFile(to.replace(/\.hbs$/, ""), fillTemplate(relative(packageFile("templates"), source), values, { escape: false }), { flag: "wx" });
  else await cp(source, to, { errorOnExist: true });
}
