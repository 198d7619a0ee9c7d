import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { errorCode, errorMessage, inWords, WiregradeError } from "../errors.js";
import { LEVELS, type Level } from "../process/isolation.js";
import { isName, type Submission } from "./find-submissions.js";
import type { Shard } from "./shard.js";
import { writeAtomically } from "./write-once.js";

/** What a batch is, from its start on: DIR/batch.json. What is graded of it already, the results beside it tell. */
export interface BatchState {
  version: 1;
  lab: string;
  /** SHA-256 over all that decides a verdict. */
  labDigest: string;
  seed: string;
  /** Whether `regrade --write` has judged results by another lab than they were graded with; left out if not. */
  judgedAgain?: boolean;
  /** Commands that stand in for the manifests', by role. */
  commands: Record<string, string>;
  /** The part of a larger batch that this is; null: all of it. */
  shard: Shard | null;
  /** Names of the submissions that are in its other shards; left out without shards. */
  elsewhere?: string[];
  /** The level of isolation that all of it is graded at. */
  isolation: Level;
  /** In the order of grading. */
  submissions: Submission[];
  /** Where everything temporary of the coordinator at work is; the mark of its processes, too. */
  scratch: string;
  startedAt: string;
}

function stateFile(out: string): string {
  return join(out, "batch.json");
}

export async function writeBatchState(out: string, state: BatchState): Promise<void> {
  await writeAtomically(stateFile(out), `${JSON.stringify(state, null, 2)}\n`);
}

/** The batch that was started in `out`; throws when there is none. */
export async function readBatchState(out: string): Promise<BatchState> {
  let text: string;
  try {
    text = await readFile(stateFile(out), "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT" || errorCode(error) === "ENOTDIR") throw new WiregradeError("BATCH_MISSING", `${out}: no batch was started there`);
    throw new WiregradeError("BATCH_INVALID", `${stateFile(out)}: ${inWords(error)}`);
  }
  try {
    const state = JSON.parse(text) as BatchState;
    if (state.version !== 1 || !LEVELS.includes(state.isolation) || !state.submissions.every(({ name }) => isName(name)))
      throw new Error("is not a batch of version 1");
    return state;
  } catch (error) {
    throw new WiregradeError("BATCH_INVALID", `${stateFile(out)}: ${errorMessage(error)}`);
  }
}
