import { judgeRuns } from "../judge/judge-check.js";
import type { JudgedRun } from "../judge/judged-run.js";
import type { Check } from "../judge/rubric.js";
import type { Cause } from "../judge/verdict.js";
import { toBinary } from "../text/bytes.js";
import { visible } from "../text/visible.js";
import type { Transcript } from "../transcript/events.js";
import type { CutPlan } from "../world/cutting.js";
import { smallestCuts, type SmallestCuts } from "../world/smallest-cuts.js";

/** How often a scenario is played again for the sake of one failure: enough to find one cut among a thousand. */
const TRIES = 24;
/** How much of the bytes on either side of a cut is shown. */
const SHOWN_BYTES = 20;
/** Of more cuts than this only the number is told. */
const SHOWN_CUTS = 3;

/** Plays the check's scenario with what is sent cut at these places; `final`: the record of it is the one to be shown. */
export type PlayWithCuts = (cuts: CutPlan, final: boolean) => Promise<JudgedRun>;

/**
 * Finds the smallest cut with which `check` still fails, and explains the failure by a run with it. null if it no longer fails
 * when it is shown: then the cause that there was has to do. `inTime`: whether there is time for one more run.
 */
export async function shrinkFailure(check: Check, cuts: CutPlan, play: PlayWithCuts, viewSchema: object, inTime: () => boolean): Promise<Cause | null> {
  const fails = async (some: CutPlan) => (inTime() ? judgeRuns(check, [await play(some, false)], viewSchema).status === "fail" : null);
  const smallest = await smallestCuts(cuts, fails, TRIES);
  const run = await play(smallest.cuts, true);
  const outcome = judgeRuns(check, [run], viewSchema);
  if (outcome.status !== "fail") return null;
  return { ...outcome.cause, message: `${outcome.cause.message} (${whereInWords(smallest, run.transcript)})` };
}

/** "fails as soon as the bytes come apart here: …Hel | lo\n" */
export function whereInWords({ cuts, minimal }: SmallestCuts, { events }: Pick<Transcript, "events">): string {
  const count = cuts.flat().length;
  if (count === 0) return "fails without any cut as well";
  if (count > SHOWN_CUTS)
    return minimal
      ? `fails with ${count} cuts, and passes when any of them is left out`
      : `fails with ${count} cuts; there was no time to try all that have fewer`;
  const sent = events.flatMap((event) => (event.type === "data" && event.direction === "sent" ? [toBinary(event.bytes)] : []));
  const places: string[] = [];
  let piece = 0;
  for (const offsets of cuts) {
    for (let i = 0; i < offsets.length; i++, piece++) places.push(`${tail(sent[piece] ?? "")} | ${head(sent[piece + 1] ?? "")}`);
    piece++;
  }
  return `fails ${minimal ? "as soon as" : "when"} the bytes come apart here: ${places.join(" and ")}`;
}

function tail(binary: string): string {
  return `${binary.length > SHOWN_BYTES ? "…" : ""}${visible(binary.slice(-SHOWN_BYTES))}`;
}

function head(binary: string): string {
  return `${visible(binary.slice(0, SHOWN_BYTES))}${binary.length > SHOWN_BYTES ? "…" : ""}`;
}
