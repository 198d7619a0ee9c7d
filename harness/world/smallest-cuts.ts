import type { CutPlan } from "./cutting.js";

/** One cut: the number of the write, from 0, and the offset within it. */
type Place = readonly [write: number, offset: number];

/** What still fails; `minimal`: without any one of its cuts it no longer does. */
export interface SmallestCuts {
  cuts: CutPlan;
  minimal: boolean;
}

/**
 * A smallest part of `cuts` that still fails (delta debugging: Zeller and Hildebrandt, "Simplifying and isolating failure-inducing
 * input", 2002). Asks `fails` at most `tries` times; it answers null once there is no time to try. What is smallest by then is the
 * answer. No cuts: it fails without any.
 */
export async function smallestCuts(cuts: CutPlan, fails: (cuts: CutPlan) => Promise<boolean | null>, tries: number): Promise<SmallestCuts> {
  let left = tries;
  let untried = false;
  const stillFails = async (places: readonly Place[]) => {
    const failed = left-- > 0 ? await fails(planOf(places)) : null;
    untried ||= failed === null;
    return failed === true;
  };
  if (await stillFails([])) return { cuts: [], minimal: true };
  let places: readonly Place[] = cuts.flatMap((offsets, write) => offsets.map((offset) => [write, offset] as const));
  for (let parts = 2; places.length > 1 && !untried;) {
    const smaller = await firstThat(stillFails, candidates(places, parts));
    if (smaller !== null) {
      // After a part, halves of it; after all but a part, parts as large as before.
      parts = smaller.length <= Math.ceil(places.length / parts) ? 2 : Math.max(2, parts - 1);
      places = smaller;
    } else if (parts < places.length) parts = Math.min(places.length, 2 * parts);
    else break;
  }
  return { cuts: planOf(places), minimal: !untried };
}

/** Each of `parts` parts alone, then all but each. */
function candidates(places: readonly Place[], parts: number): (readonly Place[])[] {
  const size = Math.ceil(places.length / parts);
  const starts = Array.from({ length: Math.ceil(places.length / size) }, (_, index) => index * size);
  const alone = starts.map((start) => places.slice(start, start + size));
  return parts === 2 ? alone : [...alone, ...starts.map((start) => places.toSpliced(start, size))];
}

async function firstThat<T>(holds: (value: T) => Promise<boolean>, values: readonly T[]): Promise<T | null> {
  for (const value of values) if (await holds(value)) return value;
  return null;
}

function planOf(places: readonly Place[]): number[][] {
  const plan: number[][] = [];
  for (const [write, offset] of places) {
    while (plan.length <= write) plan.push([]);
    plan[write]?.push(offset);
  }
  return plan;
}
