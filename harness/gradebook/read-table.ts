import { readFile } from "node:fs/promises";
import { parse, type CsvError } from "csv-parse/sync";
import { errorMessage, inWords, WiregradeError } from "../errors.js";
import type { Batches, GradebookEntry } from "./gradebook.js";

/** A row of a table by its columns, and the line that it is on. */
export type Row<Column extends string> = Record<Column, string> & { line: number };

/** The text of a file that somebody has named: UTF-8, since of other bytes names would come out as others. */
export async function readText(file: string): Promise<string> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new WiregradeError("PATH_MISSING", `${file}: ${inWords(error)}`);
  });
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new WiregradeError("TABLE_INVALID", `${file}: is not in UTF-8`, { mend: "save it in UTF-8 (Excel: `CSV UTF-8`)" });
  }
}

/**
 * Reads a CSV file (RFC 4180, UTF-8) that has these columns, in any order, and others beside them; separated by semicolons, as Excel writes
 * it in much of Europe, if its first line has such and no comma. Cells come without blanks around.
 */
export async function readTable<const Column extends string>(file: string, columns: readonly Column[]): Promise<Row<Column>[]> {
  const text = await readText(file);
  let records: { record: string[]; info: { lines: number } }[];
  try {
    const delimiter = /^[^,\r\n]*;[^,\r\n]*(\r|\n|$)/.test(text) ? ";" : ",";
    records = parse(text, { delimiter, bom: true, trim: true, info: true, skip_empty_lines: true }) as never;
  } catch (error) {
    throw invalid(file, whyNoTable(error as Partial<CsvError>));
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

/** What csv-parse says, in words of those who write tables. */
function whyNoTable(error: Partial<CsvError> & { lines?: number; record?: unknown[] }): string {
  const line = error.lines === undefined ? "" : `line ${error.lines}: `;
  if (error.code === "CSV_RECORD_INCONSISTENT_FIELDS_LENGTH") {
    const cells = error.record?.length ?? 0;
    return `${line}has ${cells} ${cells === 1 ? "cell" : "cells"}, more or fewer than the lines above; a cell with a comma in it needs quotes around`;
  }
  if (error.code?.includes("QUOTE") === true) return `${line}a quote is not closed, or stands in the middle of a cell`;
  return errorMessage(error);
}

/** What is wrong with a table, as an error of bad input. */
export function invalid(file: string, why: string): WiregradeError {
  return new WiregradeError("TABLE_INVALID", `${file}: ${why}`);
}

/** Throws an error that names the file and whom it speaks of, unless all of these were submitted, here or elsewhere in the batches. */
export function requireSubmissions(file: string, names: Iterable<string>, entries: readonly GradebookEntry[], batches: Batches): void {
  const submitted = new Set(entries.map(({ submission }) => submission.name));
  for (const name of names) if (!submitted.has(name) && !batches.names.has(name)) throw invalid(file, `there is no submission ${JSON.stringify(name)}`);
}

const TIME = /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** A time in a table: ISO 8601 with its offset from UTC, since a deadline without one means another moment on another machine. */
export function timeIn(file: string, at: string, text: string): Date {
  const time = new Date(text);
  const [, year, month, day] = TIME.exec(text) ?? [];
  // Date takes a day that its month does not have for one of the next month.
  const isDay = day !== undefined && Number(day) <= new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  if (!isDay || Number.isNaN(time.getTime())) throw invalid(file, `${at}: ${JSON.stringify(text)} is no time such as 2026-11-30T23:59:00+01:00`);
  return time;
}
