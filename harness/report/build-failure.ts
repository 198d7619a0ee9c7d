import type { BuildOutcome } from "../process/build.js";
import { oneLine } from "../text/visible.js";

/** Why a build failed, one line: how it ended, and the first line that tells of an error: "the build failed: exit status 2: echo.c:3:9: error: expected ';'". */
export function buildFailure({ reason, output }: Pick<BuildOutcome, "reason" | "output">): string {
  const line = firstError(output);
  return oneLine(`the build failed: ${reason ?? ""}${line === "" ? "" : `: ${line}`}`);
}

/** A build with no more of its output than the line that `buildFailure` tells. */
export function briefBuild(build: BuildOutcome): BuildOutcome {
  return { ...build, output: firstError(build.output) };
}

/** Compilers of C, Java, TypeScript and Rust, linkers, and whatever ends in an exception. */
const ERROR = /(?:error|exception)(?:\[\w+\]| TS\d+)?:|undefined reference/i;
/** "./server.go:3:2: undefined: x", but no warning. */
const AT_A_LINE = /^[^\s:()]+(?::\d+|\(\d+)/;
const LESS = /\b(?:warning|note):/i;
/** What make says of a command that has said why itself. */
const OF_MAKE = /^make(?:\[\d+\])?: (?:\*\*\* \[|Entering|Leaving)/;

/** The line of a build's output to read first: the first error, or else the last line that says something; empty if there is none. The line itself gives itself. */
export function firstError(output: string): string {
  const lines = output.split("\n").flatMap((line) => (line.trim() === "" ? [] : [line.trim()]));
  return (
    lines.find((line) => ERROR.test(line) && !OF_MAKE.test(line)) ??
    lines.find((line) => AT_A_LINE.test(line) && !LESS.test(line)) ??
    lines.findLast((line) => !OF_MAKE.test(line)) ??
    lines.at(-1) ??
    ""
  );
}
