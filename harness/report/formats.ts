import { WiregradeError } from "../errors.js";
import type { Result } from "../score/result.js";
import { MAX_BONUS } from "../score/score.js";
import { briefBuild } from "./build-failure.js";
import { inertResults } from "./inert-results.js";
import type { Paint } from "./paint.js";

/** Makes a report on results of one lab, whose texts are inert, in the order given. */
type Format = (results: readonly Result[], paint: Paint) => string;

/** What `report --format` offers; each is loaded when it is asked for. */
const FORMATS = {
  terminal: async () => (await import("./terminal.js")).terminalReport,
  csv: async () => (await import("./csv.js")).gradesCsv,
  junit: async () => (await import("./junit.js")).junitXml,
  markdown: async () => (await import("./markdown.js")).markdownReport,
} as const satisfies Record<string, () => Promise<Format>>;

/** Makes a report on one submission. */
type FormatOfOne = (result: Result) => string;

/** Those that other systems read, a file for each submission. */
const OF_ONE = {
  autograding: async () => (await import("./autograding.js")).autogradingResult,
  gradescope: async () => (await import("./gradescope.js")).gradescopeResults,
  classroom50: async () => {
    const { classroom50Result } = await import("./classroom50.js");
    return (result) => classroom50Result(result, process.env);
  },
} as const satisfies Record<string, () => Promise<FormatOfOne>>;

export type FormatName = keyof typeof FORMATS | keyof typeof OF_ONE;

export const FORMAT_NAMES = [...Object.keys(FORMATS), ...Object.keys(OF_ONE)] as FormatName[];

/** Those that tell points check by check alone: what was decided about the whole has no place in them. */
const BY_CHECK: ReadonlySet<FormatName> = new Set(["autograding", "classroom50"]);

/** Throws unless the format can tell the scores as they are: in some they are what the checks' points come to. */
export function requireWholeScores(name: FormatName, results: readonly Result[]): void {
  if (!BY_CHECK.has(name)) return;
  for (const { submission, score, bonus, verdicts } of results) {
    const sumOf = (isBeyond: boolean) => verdicts.reduce((points, verdict) => points + ((verdict.level === "beyond") === isBeyond ? verdict.points : 0), 0);
    // Points to two decimals each, as --out-of makes them.
    const differs = (a: number, b: number) => Math.abs(a - b) > 0.01 * (verdicts.length + 1);
    // What the whole was given above a full score is in the bonus.
    if (differs(sumOf(false), score) || bonus > Math.min(MAX_BONUS, sumOf(true)) + 0.01 * (verdicts.length + 1))
      throw new WiregradeError("USAGE", `--format ${name} tells the points of checks, and ${submission.name}'s score has changed as a whole`, {
        mend: "leave --late, and adjustments without a check, to another format",
      });
  }
}

/** Whether it is made of one submission alone. */
export function isOfOne(name: FormatName): name is keyof typeof OF_ONE {
  return name in OF_ONE;
}

/** A report on results of one lab: the only way to a format, so that hostile texts are made inert once for all of them. */
export async function makeReport(name: FormatName, results: readonly Result[], paint: Paint): Promise<string> {
  // Made brief before: what is inert has no lines any more.
  const inert = inertResults(results.map((result) => ({ ...result, build: briefBuild(result.build) })));
  if (isOfOne(name)) return (await OF_ONE[name]())(only(inert, name));
  const format: Format = await FORMATS[name]();
  return format(inert, paint);
}

function only(results: readonly Result[], name: FormatName): Result {
  const [result, ...others] = results;
  if (result !== undefined && others.length === 0) return result;
  throw new WiregradeError("USAGE", `--format ${name} is of one submission, and here are ${results.length}`, { mend: "name one submission's folder" });
}
