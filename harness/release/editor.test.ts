import { expect, test } from "@jest/globals";
import { existsSync } from "node:fs";
import { loadLab } from "../lab/load-lab.js";
import { packageFile } from "../text/package-root.js";
import { editorFiles } from "./editor.js";

interface Launch {
  configurations: { name: string; program?: string; mainClass?: string; args: string[]; cwd: string; preLaunchTask?: string }[];
  inputs: { id: string }[];
}
interface Tasks {
  tasks: { label: string; dependsOn?: string[] }[];
}

const labs = await Promise.all(["tcp-echo", "dht"].map(async (name) => await loadLab(name, { hidden: false })));

test.each(["python", "typescript", "c", "java", "go"])("%s: every launch has its task, its program, and a question for each argument", async (language) => {
  const files = await editorFiles(labs, language);
  const { configurations, inputs } = files.launch as Launch;
  const { tasks } = files.tasks as Tasks;
  const labels = tasks.map(({ label }) => label);
  expect(configurations.map(({ name }) => name)).toEqual([
    "server of tcp-echo",
    "client of tcp-echo",
    "peer of dht",
    "peer of dht, without known-host:known-port",
  ]);
  for (const { preLaunchTask, args, program, mainClass, cwd } of configurations) {
    if (preLaunchTask !== undefined) expect(labels).toContain(preLaunchTask);
    const asked = args.flatMap((arg) => /^\$\{input:(.*)\}$/.exec(arg)?.[1] ?? []);
    for (const id of asked) expect(inputs.map((input) => input.id)).toContain(id);
    // A colon would end the name.
    expect(asked.join("")).not.toContain(":");
    const skeleton = packageFile("labs", cwd.replace("${workspaceFolder}/", ""), "skeleton", language);
    const source = mainClass === undefined ? program?.replace(`${cwd}/`, "") : `${mainClass}.java`;
    // What a build makes is made of a source of the same name.
    expect([source, existsSync(`${skeleton}/${source?.replace(/^build\/(\w+)(\.js)?$/, language === "c" ? "$1.c" : "$1.ts")}`)]).toEqual([source, true]);
  }
  for (const { dependsOn = [] } of tasks) for (const label of dependsOn) expect(labels).toContain(label);
  expect(labels.some((label) => label.startsWith("build"))).toBe(language !== "python");
});

test("a server is waited for before it starts; what is told first is started by hand", async () => {
  const { configurations } = (await editorFiles(labs, "python")).launch as Launch;
  expect(configurations.map(({ args, preLaunchTask }) => [args, preLaunchTask])).toEqual([
    [["12000"], "wiregrade waits for the server of tcp-echo"],
    [["${input:host}", "${input:port}"], undefined],
    [["${input:id}", "12000", "${input:known-host-known-port}"], undefined],
    [["${input:id}", "12000"], undefined],
  ]);
});
