#!/usr/bin/env node
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Command, CommanderError } from "commander";
import { collect, seedOption } from "./commands/options.js";
import { findSystem } from "./commands/operating-system.js";
import { packageFile } from "./text/package-root.js";
import { SELECTION_VARIABLE, type EnvironmentSelection } from "./student/environment.js";
import { outcomeFile, type SessionOutcome } from "./student/session.js";

/** `wiregrade-jest`: jest, set up for a lab's checks in the current folder. Whatever it does not know goes to jest. */

const HELP = `
Everything else goes to jest, such as
  --watch           again whenever a file changes`;

/** Files whose change starts a watched run again: whatever a program may be written in. */
const WATCHED = ["js", "mjs", "cjs", "ts", "mts", "json", "py", "c", "h", "cc", "cpp", "hpp", "java", "go", "rs", "rb", "kt", "cs"];

/** jest has no "never"; this is the longest that a timer can be. */
const NO_TIMEOUT_MS = 2 ** 31 - 1;

const program = new Command("wiregrade-jest")
  .description("run a lab's checks as jest tests, in the folder with wiregrade.json")
  .option("--role <role>", "only the checks of this role")
  .option("--check <id>", "only this check (may be repeated)", collect)
  .option("-t, --title <words>", 'only the checks whose title contains these words: npm test -- -t "upper case"')
  .option("--failed", "only what did not pass last time", false)
  .option("--beyond", "the checks beyond the contract, too; they take longer, and turn no run red", false)
  .option("--seed <seed>", "draw the inputs from this seed, as printed by an earlier run", seedOption)
  .allowUnknownOption()
  .allowExcessArguments()
  .addHelpText("after", HELP)
  .exitOverride();

function parse(): { selection: EnvironmentSelection; rest: string[] } {
  try {
    program.parse();
  } catch (error) {
    process.exit(error instanceof CommanderError && error.exitCode === 0 ? 0 : 2);
  }
  return { selection: program.opts<EnvironmentSelection>(), rest: program.args.map((arg) => (arg === "--watch" ? "--watchAll" : arg)) };
}

const system = findSystem();
if (!system.works) {
  console.error(`error: ${system.tells}`);
  process.exit(2);
}

const { selection, rest } = parse();
const ours = (file: string) => packageFile("dist", "harness", "student", file);
const config = {
  rootDir: process.cwd(),
  testMatch: ["<rootDir>/checks.test.js"],
  transform: {},
  testEnvironment: ours("environment.js"),
  reporters: [ours("progress-reporter.js"), "default", ours("score-reporter.js")],
  moduleFileExtensions: WATCHED,
  modulePathIgnorePatterns: ["<rootDir>/build/", "<rootDir>/\\.wiregrade/"],
  watchPathIgnorePatterns: ["<rootDir>/build/", "<rootDir>/\\.wiregrade/"],
  testTimeout: NO_TIMEOUT_MS,
};
const jest = createRequire(import.meta.url).resolve("jest/bin/jest");
const child = spawn(process.execPath, ["--experimental-vm-modules", "--no-warnings", jest, "--noStackTrace", "--config", JSON.stringify(config), ...rest], {
  stdio: "inherit",
  env: { ...process.env, [SELECTION_VARIABLE]: JSON.stringify(selection) },
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void child.kill(signal));
child.on("exit", (code, signal) => {
  if (signal !== null) process.exit(130);
  process.exit(code === 1 && onlyBeyondFailed() ? 0 : (code ?? 1));
});

/** A check beyond the contract that fails is shown as a failure, but turns no run red. */
function onlyBeyondFailed(): boolean {
  try {
    const { verdicts } = JSON.parse(readFileSync(outcomeFile(process.cwd()), "utf8")) as SessionOutcome;
    return verdicts.every(({ level, status }) => level === "beyond" || status === "pass" || status === "skip");
  } catch {
    return false;
  }
}
