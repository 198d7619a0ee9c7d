import { readdirSync } from "node:fs";

/** The name of the file among stored transcripts that shows a scenario best: its run with whole bytes, or its first; undefined if there is none. */
export function firstRun(transcripts, scenario) {
  const runs = readdirSync(transcripts).filter((name) => name.startsWith(`${scenario}.`));
  return runs.find((name) => name === `${scenario}.whole.1.jsonl`) ?? runs.sort()[0];
}
