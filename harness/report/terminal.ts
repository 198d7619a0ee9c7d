import type { Result } from "../score/result.js";
import type { Paint } from "./paint.js";
import { nameWidth, resultLine } from "./result-line.js";
import { checkCounts, scoreSpread } from "./statistics.js";
import { verdictList } from "./verdict-list.js";

const COLUMNS = ["passed", "failed", "skipped", "error"];

/** One line per submission, then how the class did in each check, and its scores; of a single submission, all its verdicts. */
export function terminalReport(results: readonly Result[], paint: Paint): string {
  const [first] = results;
  if (first === undefined) return "";
  const width = nameWidth(results);
  const title = paint.bold(`${first.lab}: ${results.length} ${results.length === 1 ? "submission" : "submissions"}`);
  const lines = [title, "", ...results.map((result) => resultLine(result, width, paint))];
  const rest = results.length === 1 ? verdictList(first.verdicts, paint) : ["", ...checkTable(results, paint), "", scoresLine(results, paint)];
  return [...lines, ...rest].map((line) => `${line.trimEnd()}\n`).join("");
}

function checkTable(results: readonly Result[], paint: Paint): string[] {
  const rows = checkCounts(results);
  const width = Math.max("check".length, ...rows.map(({ check }) => check.length + 2));
  const lines = [paint.dim(`${"check".padEnd(width)}  ${COLUMNS.map((name) => name.padStart(7)).join("  ")}`)];
  for (const role of new Set(rows.map((row) => row.role))) {
    lines.push(paint.bold(role));
    for (const { check, counts } of rows.filter((row) => row.role === role)) {
      const cells = [cell(counts.pass, paint.green), cell(counts.fail, paint.red), cell(counts.skip, paint.yellow), cell(counts.error, paint.magenta)];
      lines.push(`${`  ${check}`.padEnd(width)}  ${cells.join("  ")}`);
    }
  }
  return lines;

  function cell(count: number, colour: (text: string) => string): string {
    const text = String(count).padStart(7);
    return count === 0 ? paint.dim(text) : colour(text);
  }
}

/** "scores of 100: median 80, quartiles 62.5 and 95, from 0 to 100 (1 submission that is not complete left out)" */
function scoresLine(results: readonly Result[], paint: Paint): string {
  const spread = scoreSpread(results);
  if (spread === null) return paint.magenta("no result is complete: there are no scores to sum up");
  const most = [...new Set(results.map((result) => result.maxScore))];
  const left = results.length - spread.of;
  const without = left === 0 ? "" : paint.magenta(` (${left} ${left === 1 ? "that is" : "that are"} not complete left out)`);
  const { median, lower, upper, least, greatest } = spread;
  return `scores${most.length === 1 ? ` of ${most[0]}` : ""}: ${paint.bold(`median ${median}`)}, quartiles ${lower} and ${upper}, from ${least} to ${greatest}${without}`;
}
