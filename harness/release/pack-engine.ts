import { createWriteStream, existsSync } from "node:fs";
import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { build } from "esbuild";
import { pack } from "tar-stream";
import { packageFile, wiregradeVersion } from "../text/package-root.js";
import { filesBelow } from "./files-below.js";

/** What of the engine is started or imported by its path; all else ends in chunks. Below dist/harness. */
const ENTRIES = [
  "cli.js",
  "jest-cli.js",
  "worker.js",
  "process/line-mirror.js",
  "student/register-checks.js",
  "student/environment.js",
  "student/progress-reporter.js",
  "student/score-reporter.js",
];
/** What stays a package of its own: it is started by its path, or has parts for each kind of machine. */
const PACKAGES = ["jest", "jest-environment-node", "typescript"];
/** What a release cannot do: esbuild is needed to make one, and nobody makes one of a release. */
const LEFT_OUT = ["esbuild"];

/** What the engine and the labs read beside code, below the package's root. */
function dataFiles(labs: readonly string[]): string[] {
  const ofLabs = labs.flatMap((lab) => ["rubric.json", "view.schema.json", "wire.schema.json", "dialogues.txt"].map((file) => `labs/${lab}/${file}`));
  return ["harness/judge/rubric.schema.json", "templates/reports", "LICENSE", ...ofLabs].filter((file) => existsSync(packageFile(file)));
}

export interface PackOptions {
  labs: readonly string[];
  /** What the students write in: TypeScript's compiler comes with the grader for those who need it. */
  language: string;
  /** A new folder. */
  folder: string;
  /** Whether our own code goes in with its names, and other packages do not, for those who search it; it does not run. */
  legible?: boolean;
}

/**
 * Writes the package `wiregrade` as students get it: the same commands, with these labs' visible checks, from the files that are
 * named here and what they import. Returns the sources that went in, relative to the package's root.
 */
export async function packEngine({ labs, language, folder, legible = false }: PackOptions): Promise<string[]> {
  const dist = packageFile("dist");
  const scenarios = await Promise.all(
    labs.map(async (lab) => (await codeIn(join(dist, "labs", lab, "scenarios"))).map((file) => `labs/${lab}/scenarios/${file}`)),
  );
  const entries = [...ENTRIES.map((file) => `harness/${file}`), ...labs.map((lab) => `labs/${lab}/lab.js`), ...scenarios.flat()];
  const { metafile } = await build({
    ...{ entryPoints: entries.map((file) => join(dist, file)), outdir: join(folder, "dist"), outbase: dist, chunkNames: "harness/chunks/[hash]" },
    ...{ bundle: true, splitting: true, format: "esm", platform: "node", target: "node20.19", minify: !legible, metafile: true },
    ...{
      absWorkingDir: packageFile(),
      external: [...PACKAGES, ...LEFT_OUT],
      packages: legible ? "external" : "bundle",
      legalComments: "none",
      logLevel: "silent",
    },
    // Packages that are CommonJS inside ask for Node's own modules by it.
    banner: { js: 'import{createRequire as wiregradeRequire}from"node:module";const require=wiregradeRequire(import.meta.url);' },
  });
  const data = dataFiles(labs);
  for (const file of data) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await cp(packageFile(file), join(folder, file), { recursive: true });
  }
  await writeFile(join(folder, "package.json"), await packageJson(language));
  return [...Object.keys(metafile.inputs), ...data];
}

async function codeIn(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((file) => file.endsWith(".js") && !file.endsWith(".test.js")).sort();
}

async function packageJson(language: string): Promise<string> {
  const { name, version, description, license, type, engines, bin, exports, dependencies } = JSON.parse(
    await readFile(packageFile("package.json"), "utf8"),
  ) as {
    [key: string]: unknown;
    dependencies: Record<string, string>;
  };
  const kept = Object.fromEntries(
    Object.entries(dependencies).filter(([dependency]) => PACKAGES.includes(dependency) && (dependency !== "typescript" || language === dependency)),
  );
  return `${JSON.stringify({ name, version, description, license, type, engines, bin, exports, dependencies: kept }, null, 2)}\n`;
}

/** What npm takes for the time of every file: two releases of the same sources are the same bytes. */
export const SOME_TIME = new Date("1985-10-26T08:15:00Z");

/** Packs the grader as students install it into a folder; `scratch` is used below "package". Returns the file's name. */
export async function packGrader({ labs, language, scratch, to }: Omit<PackOptions, "folder" | "legible"> & { scratch: string; to: string }): Promise<string> {
  const tarball = `wiregrade-${wiregradeVersion()}.tgz`;
  await packEngine({ labs, language, folder: join(scratch, "package") });
  await packTarball(join(scratch, "package"), join(to, tarball));
  return tarball;
}

/** Packs a folder as npm does: everything below "package/". */
async function packTarball(folder: string, file: string): Promise<void> {
  const tar = pack();
  const written = pipeline(tar, createGzip({ level: 9 }), createWriteStream(file));
  const bins = Object.values((JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as { bin: Record<string, string> }).bin);
  for (const path of await filesBelow(folder)) {
    const name = relative(folder, path);
    tar.entry({ name: `package/${name}`, mode: bins.includes(name) ? 0o755 : 0o644, mtime: SOME_TIME }, await readFile(path));
  }
  tar.finalize();
  await written;
}
