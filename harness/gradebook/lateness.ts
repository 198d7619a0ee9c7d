import { errorMessage } from "../errors.js";
import { toHundredths, type GradebookEntry, type Step } from "./gradebook.js";
import { invalid, readTable, readText, requireSubmissions, timeIn } from "./read-table.js";

/** `late.json`: what lateness costs. */
export interface LatePolicy {
  /** ISO 8601 with an offset from UTC. */
  deadline: string;
  /** Minutes after the deadline that cost nothing; 0 if left out. */
  graceMinutes?: number;
  /** Of the points earned, for each day that has begun. */
  percentPerDay: number;
  /** The most that it comes to; 100 if left out. */
  mostPercent?: number;
  /** Days after which nothing counts any more; never, if left out. */
  closesAfterDays?: number;
}

const NUMBERS = ["graceMinutes", "percentPerDay", "mostPercent", "closesAfterDays"] as const;
const PERCENTAGES: ReadonlySet<string> = new Set(["percentPerDay", "mostPercent"]);
const DAY_MS = 24 * 60 * 60_000;
const MINUTE_MS = 60_000;

export interface LatenessFiles {
  policy: string;
  /** CSV: submission, submitted. */
  submitted: string;
  /** CSV: submission, deadline: of who has more time. */
  extensions?: string | undefined;
}

/** Takes off what lateness costs. Who has an extension is late only after that. */
export async function latenessFrom({ policy: file, submitted, extensions }: LatenessFiles): Promise<Step> {
  const policy = parsePolicy(file, await readText(file));
  const deadline = timeIn(file, "deadline", policy.deadline);
  const times = await timesIn(submitted, "submitted");
  const later = extensions === undefined ? new Map<string, StatedTime>() : await timesIn(extensions, "deadline");
  for (const [name, { line, time, text }] of later)
    if (time < deadline)
      throw invalid(extensions ?? "", `line ${line}: ${text}, for ${JSON.stringify(name)}, is before the deadline of all, ${policy.deadline}`);
  return (entries, batches) => {
    requireSubmissions(extensions ?? "", later.keys(), entries, batches);
    return entries.map((entry) => {
      const { name } = entry.submission;
      const at = times.get(name);
      if (at === undefined) throw invalid(submitted, `does not tell when ${JSON.stringify(name)} was submitted`);
      const extended = later.get(name);
      // Who was in time for all has not used it.
      const own = extended !== undefined && at.time > deadline ? { ...entry, remarks: [...entry.remarks, `extended to ${extended.text}`] } : entry;
      return late(own, at.time.getTime() - (extended?.time ?? deadline).getTime(), policy);
    });
  };
}

/** A time in a table, as it stands there. */
interface StatedTime {
  line: number;
  text: string;
  time: Date;
}

/** Times by their submissions. */
async function timesIn(file: string, column: "submitted" | "deadline"): Promise<Map<string, StatedTime>> {
  const times = new Map<string, StatedTime>();
  for (const row of await readTable(file, ["submission", column])) {
    const { submission, line } = row;
    if (times.has(submission)) throw invalid(file, `line ${line}: ${JSON.stringify(submission)} is there twice`);
    times.set(submission, { line, text: row[column], time: timeIn(file, `line ${line}`, row[column]) });
  }
  return times;
}

function late(entry: GradebookEntry, byMs: number, policy: LatePolicy): GradebookEntry {
  const { graceMinutes = 0, percentPerDay, mostPercent = 100, closesAfterDays = Infinity } = policy;
  if (byMs <= graceMinutes * MINUTE_MS) return entry;
  const days = Math.ceil(byMs / DAY_MS);
  const percent = days > closesAfterDays ? 100 : Math.min(days * percentPerDay, mostPercent);
  const left = (points: number) => toHundredths((points * (100 - percent)) / 100);
  const why = days > closesAfterDays ? "nothing counts any more" : `-${percent} %`;
  return {
    ...entry,
    score: left(entry.score),
    bonus: left(entry.bonus),
    remarks: [...entry.remarks, `late by ${days} ${days === 1 ? "day" : "days"} begun: ${why}`],
  };
}

/** Throws an error that names the file and what is wrong with it. */
export function parsePolicy(file: string, text: string): LatePolicy {
  let policy: unknown;
  try {
    policy = JSON.parse(text);
  } catch (error) {
    throw invalid(file, `is not JSON: ${errorMessage(error)}`);
  }
  if (typeof policy !== "object" || policy === null || Array.isArray(policy)) throw invalid(file, "is not a JSON object");
  const stated = policy as Record<string, unknown>;
  for (const key of Object.keys(stated)) if (key !== "deadline" && !NUMBERS.includes(key as never)) throw invalid(file, `unknown key ${JSON.stringify(key)}`);
  if (typeof stated["deadline"] !== "string") throw invalid(file, '"deadline" is missing');
  for (const key of NUMBERS) {
    const value = stated[key];
    if (value === undefined && key !== "percentPerDay") continue;
    if (typeof value !== "number" || !(value >= 0)) throw invalid(file, `${JSON.stringify(key)} is no number from 0`);
    if (PERCENTAGES.has(key) && value > 100) throw invalid(file, `${JSON.stringify(key)} is over 100`);
  }
  return policy as LatePolicy;
}
