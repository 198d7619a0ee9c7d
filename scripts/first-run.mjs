import { readdirSync } from "node:fs";

/** Whole where the scenario is run so. */
export function firstRun(transcripts, scenario) {
  const runs = readdirSync(transcripts).filter((name) => name.startsWith(`${scenario}.`));
  return runs.find((name) => name === `${scenario}.whole.1.jsonl`) ?? runs.sort()[0];
}
