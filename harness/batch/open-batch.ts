import { realpath } from "node:fs/promises";
import { join } from "node:path";
import { WiregradeError } from "../errors.js";
import type { Lab } from "../lab/load-lab.js";
import { readBatchState, writeBatchState, type BatchState } from "./batch-state.js";
import type { Level } from "../process/isolation.js";
import { foldedName } from "../submission/taken-names.js";
import type { Submission } from "./find-submissions.js";
import { removeLeftovers } from "./leftovers.js";
import { sourceDigest } from "./open-submission.js";
import { hasBadInput } from "../score/make-result.js";
import type { Result } from "../score/result.js";
import { setAside } from "./set-aside.js";
import { readSound, refuseUnlessEmpty, resultFolder } from "./results-folder.js";
import { freshSeed, makeScratch, scratchName } from "./scratch.js";
import { inShard, shardText, type Shard } from "./shard.js";

/** What the command line says of a batch. */
export interface BatchWishes {
  seed?: string;
  command?: Record<string, string>;
  shard?: Shard;
}

/** Chooses the level of isolation that a batch is graded at. `stated`: the one that it was started with, if it was. */
export type Isolate = (stated: Level | null) => Promise<Level>;

/** A batch that is ready to be graded; its folder is locked by the caller. */
export interface OpenBatch {
  state: BatchState;
  /** What has no whole result yet. */
  left: Submission[];
  /** Names of those among them whose bad input somebody has mended since. */
  mended: string[];
  /** Names of those among them whose results could not be read, and were set aside. */
  damaged: string[];
}

/** Starts a batch in an empty folder. */
export async function newBatch(out: string, lab: Lab, found: readonly Submission[], wishes: BatchWishes, isolate: Isolate): Promise<OpenBatch> {
  await refuseUnlessEmpty(out);
  const shard = wishes.shard ?? null;
  const submissions = inShard(found, shard);
  const state: BatchState = {
    version: 1,
    lab: lab.name,
    labDigest: lab.digest,
    seed: wishes.seed ?? freshSeed(),
    commands: wishes.command ?? {},
    shard,
    ...(shard === null ? {} : { elsewhere: found.flatMap(({ name }) => (submissions.some((mine) => mine.name === name) ? [] : [name])) }),
    isolation: await isolate(null),
    submissions,
    scratch: await scratchName(),
    startedAt: new Date().toISOString(),
  };
  await writeBatchState(out, state);
  return { state, left: submissions, mended: [], damaged: [] };
}

/** Takes up the batch in `out` where it was left: everything as it was started, less what is graded already. Submissions that are new come last. */
export async function resumeBatch(out: string, lab: Lab, found: readonly Submission[], wishes: BatchWishes, isolate: Isolate): Promise<OpenBatch> {
  const stored = await readBatchState(out);
  refuseUnlessSame(out, stored, lab, wishes);
  await isolate(stored.isolation);
  const submissions = await withFound(out, stored, found);
  await removeLeftovers(out, stored);
  const state = { ...stored, submissions, scratch: await scratchName() };
  await writeBatchState(out, state);
  const left: Submission[] = [];
  const mended: string[] = [];
  const damaged: string[] = [];
  await using scratch = await makeScratch(state.scratch);
  for (const submission of submissions) {
    const { name } = submission;
    const unreadable: string[] = [];
    const result = await readSound(resultFolder(out, name), unreadable);
    if (unreadable.length > 0) {
      await setAside(out, name, "damaged");
      damaged.push(name);
    }
    if (result?.complete === true) {
      if (!(await isMended(result, submission, lab.name, join(scratch.path, name)))) continue;
      await setAside(out, name, "bad-input");
      mended.push(name);
    }
    left.push(submission);
  }
  return { state, left, mended, damaged };
}

/** Whether one that had bad input has changed since. */
async function isMended(result: Result, submission: Submission, lab: string, scratch: string): Promise<boolean> {
  if (!hasBadInput(result)) return false;
  const now = await sourceDigest(submission, lab, scratch);
  return now !== "" && now !== result.submission.digest;
}

function refuseUnlessSame(out: string, state: BatchState, lab: Lab, wishes: BatchWishes): void {
  const refuse = (what: string) => new WiregradeError("BATCH_DIFFERS", `${out}: that batch was started ${what}`);
  if (state.lab !== lab.name) throw refuse(`for the lab ${state.lab}`);
  if (wishes.seed !== undefined && wishes.seed !== state.seed) throw refuse(`with --seed ${state.seed}`);
  if (wishes.shard !== undefined && (state.shard === null || shardText(wishes.shard) !== shardText(state.shard)))
    throw refuse(state.shard === null ? "without --shard" : `with --shard ${shardText(state.shard)}`);
  for (const [role, command] of Object.entries(wishes.command ?? {}))
    if (state.commands[role] !== command)
      throw refuse(state.commands[role] === undefined ? `without --command ${role}=...` : `with another command for ${role}`);
  if (state.labDigest !== lab.digest)
    throw new WiregradeError("LAB_CHANGED", `${out}: the lab ${lab.name} has changed since that batch was started`, {
      mend: "put the lab back as it was; or, if only points or wording have changed, do `npx wiregrade regrade` with --write, and then go on",
    });
}

/** The batch's submissions, with those of `found` that it does not have yet at the end, and in its place what stands in for one that had bad input. */
async function withFound(out: string, state: BatchState, found: readonly Submission[]): Promise<Submission[]> {
  const known = new Map(state.submissions.map((submission) => [foldedName(submission.name), submission]));
  for (const { name: given, source } of found) {
    const before = known.get(foldedName(given));
    if (before === undefined || before.source === source) continue;
    if ((await realpath(before.source).catch(() => before.source)) === (await realpath(source))) continue;
    const { name } = before;
    // An archive that we cannot unpack, somebody has unpacked by hand.
    const stored = await readSound(resultFolder(out, name));
    if (stored === null || !hasBadInput(stored)) throw new WiregradeError("BATCH_DIFFERS", `${out}: in that batch ${JSON.stringify(name)} is ${before.source}`);
    known.set(foldedName(name), { name, source });
  }
  const all = [...known.values()];
  const fresh = found.filter(({ name }) => !known.has(foldedName(name)));
  if (state.shard === null) return [...all, ...fresh];
  // Where a new name stands among all decides nothing any more: each shard would find that it is another's.
  const late = fresh.find(({ name }) => state.elsewhere?.includes(name) !== true);
  if (late === undefined) return all;
  throw new WiregradeError("BATCH_DIFFERS", `${out}: shard ${shardText(state.shard)} was started without ${JSON.stringify(late.name)}`, {
    mend: "name the same submissions as then, or none; grade new ones in a batch of their own",
  });
}
