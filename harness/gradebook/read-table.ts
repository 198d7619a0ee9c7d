import { readFile } from "node:fs/promises";
import { parse } from "csv-parse/sync";
import { errorMessage, WiregradeError } from "../errors.js";
import type { GradebookEntry } from "./gradebook.js";

/** A row of a table by its columns, and the line that it is on. */
export type Row<Column extends string> = Record<Column, string> & { line: number };

/** The text of a file that somebody has named. */
export async function readText(file: string): Promise<string> {
  return await readFile(file, "utf8").catch((error: unknown) => {
    throw new WiregradeError("PATH_MISSING", `${file}: ${errorMessage(error)}`);
  });
}

/** Reads a CSV file (RFC 4180, UTF-8) that has these columns, in any order, and others beside them. Cells come without blanks around. */
export async function readTable<const Column extends string>(file: string, columns: readonly Column[]): Promise<Row<Column>[]> {
  const text = await readText(file);
  let records: { record: string[]; info: { lines: number } }[];
  try {
    records = parse(text, { bom: true, trim: true, info: true, skip_empty_lines: true }) as never;
  } catch (error) {
    throw invalid(file, errorMessage(error));
  }
  const [head, ...rows] = records;
  const places = columns.map((column) => head?.record.indexOf(column) ?? -1);
  const missing = columns.filter((_, index) => places[index] === -1);
  if (missing.length > 0) throw invalid(file, `its first line does not name ${missing.map((column) => JSON.stringify(column)).join(" and ")}`);
  return rows.map(({ record, info }) => {
    const cells = Object.fromEntries(columns.map((column, index) => [column, record[places[index] as number] ?? ""])) as Record<Column, string>;
    return { ...cells, line: info.lines };
  });
}

/** What is wrong with a table, as an error of bad input. */
export function invalid(file: string, why: string): WiregradeError {
  return new WiregradeError("TABLE_INVALID", `${file}: ${why}`);
}

/** Throws an error that names the file and whom it speaks of, unless all of these were submitted. */
export function requireSubmissions(file: string, names: Iterable<string>, entries: readonly GradebookEntry[]): void {
  const submitted = new Set(entries.map(({ submission }) => submission.name));
  for (const name of names) if (!submitted.has(name)) throw invalid(file, `there is no submission ${JSON.stringify(name)}`);
}

/** A time in a table: ISO 8601 with its offset from UTC, since a deadline without one means another moment on another machine. */
export function timeIn(file: string, at: string, text: string): Date {
  const time = new Date(text);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text) || Number.isNaN(time.getTime()))
    throw invalid(file, `${at}: ${JSON.stringify(text)} is no time such as 2026-11-30T23:59:00+01:00`);
  return time;
}
