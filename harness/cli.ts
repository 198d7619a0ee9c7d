#!/usr/bin/env node
import { Command, CommanderError, Option } from "commander";
import { errorMessage, WiregradeError } from "./errors.js";
import { collect, portNumber, positiveInteger, roleCommand, seedOption, shardOption } from "./commands/options.js";
import { findSystem } from "./commands/operating-system.js";
import { LEVELS } from "./process/isolation.js";
import { FORMAT_NAMES } from "./report/formats.js";
import { paintFor } from "./report/paint.js";
import { oneLine } from "./text/visible.js";
import { wiregradeVersion } from "./text/package-root.js";

/** Arguments in, exit code out. Each command lives in a file of its own, loaded when it is asked for. */

// A terminal that is closed is no reason to fail: the signal that comes with it ends us in order.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
process.setSourceMapsEnabled(true);

/** Of one line; it may name many submissions. */
const LONGEST_MESSAGE = 10_000;

const program = new Command("wiregrade")
  .description("Grades network programs by what they put on the wire.")
  .version(wiregradeVersion())
  .showHelpAfterError("(`npx wiregrade --help` shows how)")
  .exitOverride()
  .addHelpText("after", "\nExit codes: 0 graded (test: all passed), 1 test: a check failed, 2 bad usage or input, 3 something of ours broke, 130 interrupted.");

/** An action that sets the exit code. */
function coded<A extends unknown[]>(action: (...args: A) => Promise<number>): (...args: A) => Promise<void> {
  return async (...args) => {
    process.exitCode = await action(...args);
  };
}

program
  .command("labs")
  .description("list the labs, their roles and points")
  .action(coded(async () => (await import("./commands/labs.js")).labs()));

program
  .command("show")
  .description("show a lab: its roles, arguments and rubric")
  .argument("<lab>")
  .action(coded(async (lab: string) => (await import("./commands/show.js")).show(lab)));

program
  .command("test")
  .description("grade your own program, in this folder or another")
  .argument("[folder]", "the folder with wiregrade.json", ".")
  .option("--role <role>", "only the checks of this role")
  .option("--check <id>", "only this check, and what it requires (may be repeated)", collect)
  .option("--failed", "only what did not pass last time", false)
  .option("--beyond", "the checks beyond the contract, too; they take longer, and turn no run red", false)
  .option("--seed <seed>", "draw the inputs from this seed, as printed by an earlier run", seedOption)
  .option("--attach <role>", "wait, without deadlines, for this role to be started by hand or in a debugger, one scenario at a time; needs --check or --failed")
  .option("--port <n>", "with --attach: the port of your server (default: a free one)", portNumber)
  .action(
    coded(async (folder: string, options: import("./commands/test.js").TestOptions & { attach?: string; port?: number }) => {
      const { attach: role, port, ...ownRun } = options;
      if (role !== undefined) return (await import("./commands/attach.js")).attach(folder, { ...options, attach: role });
      if (port !== undefined) throw new WiregradeError("USAGE", "--port: only with --attach, since ports are given otherwise");
      return (await import("./commands/test.js")).test(folder, ownRun);
    }),
  );

program
  .command("explain")
  .description("tell what a check asks for, and how it went last time")
  .argument("<check>", "its id, as failures and the handout's table tell it")
  .argument("[folder]", "the folder with wiregrade.json", ".")
  .action(coded(async (check: string, folder: string) => (await import("./commands/explain.js")).explain(check, folder)));

program
  .command("grade")
  .description("grade submissions, for their teachers")
  .argument("<lab>")
  .argument("[path...]", "a folder or an archive (.zip, .tar, .tar.gz, .tgz) for each submission; with --resume, none, or new ones")
  .option("--out <folder>", "where the results go: a new or empty folder (default: grades/<lab>-<time>)")
  .option("--resume", "go on with the batch in --out, where it was left", false)
  .addOption(new Option("--isolation <level>", "how far submissions are kept from everything else").choices(["auto", ...LEVELS]).default("auto"))
  .option("--expose-hidden", "grade hidden checks although submissions can read them (isolation process)", false)
  .option("--jobs <n>", "submissions graded at the same time (default: two per core, less on a busy machine)", positiveInteger)
  .option("--shard <i/n>", "only the i-th of n parts, for several machines", shardOption)
  .option("--seed <seed>", "draw the inputs from this seed (default: a fresh one)", seedOption)
  .option("--no-canary", "do not grade the reference solution in between, to see whether the machine is fit")
  .option("--command <role=command>", "use this command for a role of every submission (may be repeated)", roleCommand)
  .action(
    coded(async (lab: string, folders: string[], options: import("./commands/grade.js").GradeOptions) =>
      (await import("./commands/grade.js")).grade(lab, folders, options),
    ),
  );

program
  .command("regrade")
  .description("judge stored transcripts again with today's rubric, and print what changes")
  .argument("<folder...>", "what `grade --out` wrote; several are shards of one batch")
  .option("--write", "store the new results", false)
  .option("--verbose", "tell what changes in each check", false)
  .action(
    coded(async (folders: string[], options: import("./commands/regrade.js").RegradeOptions) =>
      (await import("./commands/regrade.js")).regrade(folders, options),
    ),
  );

program
  .command("report")
  .description("make one report of stored results, for their teachers")
  .argument("<folder...>", "what `grade --out` wrote, or a submission's folder in it; several are shards of one batch")
  .addOption(new Option("--format <format>", "what to make").choices(FORMAT_NAMES).default("terminal"))
  .option("--out <file>", "where it goes (default: stdout)")
  .option("--adjustments <csv>", "points given or taken after appeals: submission, check, points, reason, by")
  .option("--late <json>", "what lateness costs: deadline, graceMinutes, percentPerDay, mostPercent, closesAfterDays")
  .option("--submitted <csv>", "when each came: submission, submitted (such as 2026-11-30T23:59:00+01:00)")
  .option("--extensions <csv>", "who has more time: submission, deadline")
  .option("--out-of <points>", "scale all points so that this is a full score", positiveInteger)
  .option("--groups <csv>", "who gets a submission's result: submission, student")
  .action(
    coded(async (folders: string[], options: import("./commands/report.js").ReportOptions) => (await import("./commands/report.js")).report(folders, options)),
  );

program
  .command("sources")
  .description("lay out what a batch's authors wrote, with the skeletons beside it, for JPlag")
  .argument("<folder...>", "what `grade --out` wrote; several are shards of one batch")
  .requiredOption("--out <folder>", "a new or empty folder (required)")
  .action(coded(async (folders: string[], options: { out: string }) => (await import("./commands/sources.js")).sources(folders, options)));

program
  .command("play")
  .description("be the other parties, for a program that you start by hand")
  .argument("<lab>")
  .argument("[scenario]", "default: the first one of the role")
  .option("--role <role>", "the role that you start by hand")
  .option("--port <n>", "the port of your server (default: a free one)", portNumber)
  .option("--rtt <ms>", "a round-trip time to put between the parties and your server, where the scenario knows of it", positiveInteger)
  .option("--seed <seed>", "draw the inputs from this seed", seedOption)
  .action(
    coded(async (lab: string, scenario: string | undefined, options: import("./commands/play.js").PlayOptions) =>
      (await import("./commands/play.js")).play(lab, scenario, options),
    ),
  );

program
  .command("release")
  .description("write the repository that students get: labs in one language, with the grader, without anything hidden")
  .argument("<lab...>")
  .option("--language <language>", "of the skeletons: python, typescript, ... (required; without it, those of the labs are listed)")
  .requiredOption("--out <folder>", "a new or empty folder; with --gradescope, a new file (required)")
  .option("--gradescope", "write the autograder of one lab that Gradescope runs, a zip with the hidden checks: for staff", false)
  .option("--classroom50", "write the autograder of one lab that Classroom 50 runs, with the visible checks", false)
  .action(
    coded(async (labs: string[], options: import("./commands/release.js").ReleaseOptions) => (await import("./commands/release.js")).release(labs, options)),
  );

program
  .command("prove")
  .description("prove a lab: its reference passes all, each mutant fails what it must, null programs pass nothing, under load too")
  .argument("<lab>")
  .option("--quick", "run each mutant on the scenarios of its own checks only", false)
  .option("--changed", "only if something has changed since the lab's PROOF.md was written", false)
  .option("--only <text>", "only the mutants whose name holds this (may be repeated)", collect)
  .option("--jobs <n>", "programs at the same time (default: one per core)", positiveInteger)
  .option("--seed <seed>", "draw the inputs from this seed", seedOption)
  .option("--json <file>", "write what comes out to this file, a program at a time")
  .option("--resume <file>", "go on with a proof that wrote this file, or start one: what is right there and rests on the same is not run again")
  .action(coded(async (lab: string, options: import("./commands/prove.js").ProveOptions) => (await import("./commands/prove.js")).prove(lab, options)));

program
  .command("new-lab")
  .description("begin a lab of your own: one that runs already, with one scenario, one check and one mutant")
  .argument("<name>", "small letters, digits and hyphens: ftp-client")
  .option("--title <words>", "a few words, as they head the handout", "A server of your own")
  .action(coded(async (name: string, options: { title: string }) => (await import("./commands/new-lab.js")).newLab(name, options)));

program
  .command("doctor")
  .description("tell what this machine can do: readiness, addresses, tool chains")
  .action(coded(async () => (await import("./commands/doctor.js")).doctor()));

for (const command of program.commands) command.showHelpAfterError(`(\`npx wiregrade ${command.name()} --help\` shows how)`);

/** What is being done, for the hint at its help. */
let running: string | null = null;

// Help, and what tells of the machine, work everywhere.
const NEEDS_NO_PROGRAMS = new Set(["doctor", "labs", "show", "explain"]);
program.hook("preAction", (_, command) => {
  running = command.name();
  const system = findSystem();
  if (!system.works && !NEEDS_NO_PROGRAMS.has(command.name())) throw new WiregradeError("USAGE", "wiregrade does not run here", { mend: system.tells });
});

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = complain(error);
}

function complain(error: unknown): number {
  // Commander has already printed its message, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const paint = paintFor(process.stderr);
  if (process.env["WIREGRADE_DEBUG"] !== undefined) console.error(error);
  const known = error instanceof WiregradeError ? error : new WiregradeError("HARNESS_FAULT", errorMessage(error));
  const mend = running === null ? known.mend : known.mend.replace("npx wiregrade --help", `npx wiregrade ${running} --help`);
  console.error(`${paint.red("error")}: ${oneLine(known.message, LONGEST_MESSAGE)}; ${mend}`);
  return known.exitCode;
}
