import type { Result } from "../score/result.js";
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

export type FormatName = keyof typeof FORMATS;

export const FORMAT_NAMES = Object.keys(FORMATS) as FormatName[];

/** A report on results of one lab: the only way to a format, so that hostile texts are made inert once for all of them. */
export async function makeReport(name: FormatName, results: readonly Result[], paint: Paint): Promise<string> {
  // Made brief before: what is inert has no lines any more.
  const format: Format = await FORMATS[name]();
  return format(inertResults(results.map((result) => ({ ...result, build: briefBuild(result.build) }))), paint);
}
