import { expect, test } from "@jest/globals";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageFile } from "../text/package-root.js";
import { folderWith, wiregrade } from "./run-cli.js";

/** A staff's repository of its own, in which nothing but a new lab is to be built. */
function repository(): Disposable & { path: string; run: (...args: string[]) => { status: number | null; stdout: string; stderr: string } } {
  const folder = folderWith({});
  const at = (...parts: string[]) => join(folder.path, ...parts);
  for (const name of ["package.json", "node_modules", "harness", "templates"]) symlinkSync(packageFile(name), at(name));
  for (const name of ["labs", "reference", "dist/labs"]) mkdirSync(at(name), { recursive: true });
  cpSync(packageFile("dist", "harness"), at("dist", "harness"), { recursive: true });
  const extended = { extends: packageFile("tsconfig.json"), compilerOptions: { rootDir: ".", outDir: "dist" }, include: ["labs/*/*.ts", "labs/*/scenarios"] };
  writeFileSync(at("tsconfig.json"), JSON.stringify({ ...extended, exclude: ["**/*.test.ts"] }));
  const run = (...args: string[]) => spawnSync(process.execPath, [at("dist", "harness", "cli.js"), ...args], { cwd: folder.path, encoding: "utf8" });
  return { path: folder.path, run, [Symbol.dispose]: () => folder[Symbol.dispose]() };
}

test("a new lab compiles, and its proof holds", () => {
  using staff = repository();
  expect(staff.run("new-lab", "line-ok", "--title", 'Lines that are "fine"').stdout).toContain("npx wiregrade prove line-ok");
  execFileSync(process.execPath, [packageFile("node_modules", "typescript", "bin", "tsc"), "-p", staff.path]);
  expect(staff.run("labs").stdout).toMatch(/line-ok.*Lines that are "fine"/);
  const { status, stdout } = staff.run("prove", "line-ok", "--quick");
  expect(stdout).toMatch(/0 not as they should be; the proof holds/);
  expect(status).toBe(0);
  expect(readFileSync(join(staff.path, "labs", "line-ok", "skeleton", "python", "wiregrade.json"), "utf8")).toContain('"lab": "line-ok"');
});

test("bad input has one line, and nothing is written", async () => {
  const newLab = async (name: string) => (await wiregrade(["new-lab", name])).stderr;
  expect(await newLab("tcp-echo")).toMatch(/^error: \S*labs\/tcp-echo: is there already; choose another name\n$/);
  expect(await newLab("../elsewhere")).toMatch(/^error: .*is no name for a lab; small letters.*\n$/);
  expect(existsSync(packageFile("elsewhere"))).toBe(false);
});
