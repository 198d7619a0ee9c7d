import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Lab } from "../lab/load-lab.js";
import { packageFile } from "../text/package-root.js";

/** What the null programs do; `absent` has no command at all. */
export const NULL_KINDS = [
  "absent",
  "mute",
  "exits-at-once",
  "closes-at-once",
  "echoes",
  "talks-garbage",
  "never-reads",
  "floods",
  "upper-cases-alone",
] as const;
export type NullKind = (typeof NULL_KINDS)[number];

/** Writes a submission of null programs of one kind, for every role of the lab. */
export async function writeNullSubmission(lab: Pick<Lab, "name" | "roles">, kind: NullKind, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  const transport = Object.values(lab.roles).find(({ listens }) => listens !== undefined)?.listens ?? "tcp";
  const commands = Object.fromEntries(
    Object.entries(lab.roles).map(([role, { args, listens }]) => [
      role,
      `node null-program.mjs ${kind} ${listens === undefined ? "client" : "server"} ${transport} ${args.indexOf("port")}`,
    ]),
  );
  await copyFile(packageFile("dist", "harness", "proof", "null-program.js"), join(to, "null-program.mjs"));
  await writeFile(join(to, "wiregrade.json"), JSON.stringify({ lab: lab.name, commands: kind === "absent" ? {} : commands }));
}
