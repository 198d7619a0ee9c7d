import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { spawnSync } from "node:child_process";
import { cpSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { packageFile } from "../text/package-root.js";
import { example, folderWith, wiregrade } from "./run-cli.js";

/** The workflows that a released repository has, linted, and their steps run as their runners do, from the installation on. */

interface Step {
  run?: string;
  "working-directory"?: string;
}
interface Workflow {
  jobs: Record<string, { defaults: { run: { "working-directory": string } }; steps: Step[] }>;
}
interface Pipeline {
  default: { before_script: string[] };
  "udp-echo": { script: string[] };
}

/** A step may take so long: npm installs, or all checks are run on a busy machine. */
const STEP_MS = 300_000;

const folder = folderWith({});
const course = join(folder.path, "course");
const summary = join(folder.path, "summary.md");
let github: Workflow;
let gitlab: Pipeline;

beforeAll(async () => {
  const { code, stderr } = await wiregrade(["release", "udp-echo", "--language", "python", "--out", course]);
  if (code !== 0) throw new Error(stderr);
  github = parse(readFileSync(join(course, ".github", "workflows", "wiregrade.yml"), "utf8")) as Workflow;
  gitlab = parse(readFileSync(join(course, ".gitlab-ci.yml"), "utf8")) as Pipeline;
  for (const step of stepsOf(github)) {
    if (step.run?.startsWith("npm install") !== true) continue;
    const { status, stdout } = runStep(step);
    if (status !== 0) throw new Error(`${step.run}: ${stdout}`);
  }
}, STEP_MS);
afterAll(() => folder[Symbol.dispose]());

function stepsOf({ jobs }: Workflow): Step[] {
  return jobs["udp-echo"]?.steps ?? [];
}

/** As GitHub's runner does: bash that ends at the first failure, in the step's folder or the job's, with the runner's files. */
function runStep(step: Step): { status: number | null; stdout: string } {
  const cwd = join(course, step["working-directory"] ?? github.jobs["udp-echo"]?.defaults.run["working-directory"] ?? "none");
  writeFileSync(summary, "");
  const runner = { GITHUB_ACTIONS: "true", GITHUB_WORKSPACE: course, GITHUB_STEP_SUMMARY: summary, CI: "true" };
  // What was installed once needs no network again.
  const env = { ...process.env, ...runner, npm_config_prefer_offline: "true", NODE_OPTIONS: "", NO_COLOR: "1" };
  return spawnSync("bash", ["--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step.run ?? "false"], { cwd, env, encoding: "utf8", timeout: STEP_MS });
}

const lastStep = () => stepsOf(github).at(-1) ?? {};

test(
  "a right program: the job is green, with a summary and without an annotation",
  () => {
    cpSync(example("udp-echo", "right-python"), course, { recursive: true });
    const { status, stdout } = runStep(lastStep());
    expect(stdout).toMatch(/score (\d+) of \1\b/);
    expect(stdout).not.toMatch(/^::/m);
    expect(status).toBe(0);
    expect(readFileSync(summary, "utf8")).toMatch(/udp-echo/);
  },
  STEP_MS,
);

test(
  "a wrong program that writes workflow commands: the job is red, the annotations are ours alone",
  () => {
    cpSync(example("udp-echo", "right-python"), course, { recursive: true });
    writeFileSync(
      join(course, "server.py"),
      ["import sys", 'print("::error file=a.py::owned", flush=True)', 'sys.stderr.write("::stop-commands::owned\\n##[error]owned\\n")', "sys.exit(3)", ""].join(
        "\n",
      ),
    );
    const { status, stdout } = runStep(lastStep());
    expect(status).toBe(1);
    const commands = stdout.split("\n").filter((line) => /^\s*(::|##\[)/.test(line));
    expect(commands.length).toBeGreaterThan(0);
    expect(commands.length).toBeLessThanOrEqual(10);
    for (const line of commands) expect(line).toMatch(/^::error file=(server|client)\.py,title=/);
    const text = readFileSync(summary, "utf8");
    expect(text).toContain("```mermaid");
    expect(text).not.toMatch(/^\s*(::|##\[)/m);
    // GitHub takes a summary of up to 1 MiB.
    expect(statSync(summary).size).toBeLessThan(1 << 20);
  },
  STEP_MS,
);

test(
  "GitLab's job is the same command, after the same installation",
  () => {
    cpSync(example("udp-echo", "right-python"), course, { recursive: true });
    const [update, install] = gitlab.default.before_script;
    expect(update).toMatch(/^apt-get update && apt-get install .* python3$/);
    expect(install).toBe(stepsOf(github).find(({ run }) => run?.startsWith("npm install"))?.run);
    const env = { ...process.env, NODE_OPTIONS: "" };
    const { status } = spawnSync("sh", ["-e", "-c", gitlab["udp-echo"].script.join("\n")], { cwd: course, env, timeout: STEP_MS });
    expect(status).toBe(0);
  },
  STEP_MS,
);

const found = spawnSync("actionlint", ["-version"]).status === 0;

(found ? describe : describe.skip)("actionlint", () => {
  test("finds nothing in any workflow, released or ours", async () => {
    const several = join(folder.path, "several");
    expect((await wiregrade(["release", "udp-echo", "dht", "--language", "java", "--out", several])).code).toBe(0);
    const files = [
      join(course, ".github", "workflows", "wiregrade.yml"),
      join(several, ".github", "workflows", "wiregrade.yml"),
      packageFile(".github", "workflows", "ci.yml"),
    ];
    const { status, stdout } = spawnSync("actionlint", ["-no-color", ...files], { encoding: "utf8" });
    expect(stdout).toBe("");
    expect(status).toBe(0);
  });
});
