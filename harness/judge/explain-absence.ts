import { duration } from "../text/duration.js";
import { oneLine } from "../text/visible.js";
import type { Transcript } from "../transcript/events.js";
import type { Finding } from "./finding.js";
import { labelOf } from "./seen-error.js";
import { resolvePointer } from "./pointer.js";
import { unendedWords } from "./process-words.js";

/** A check's `at` points to nothing: what it is about never took place. */
export function absence(at: string[], view: unknown, viewSchema: object): Finding {
  let exists = at.length;
  while (exists > 0 && resolvePointer(view, at.slice(0, exists)) === undefined) exists--;
  const label = labelOf(at, Math.max(exists, 2), viewSchema, view);
  const message = at[0] === "exchanges" && exists < 2 ? `exchange "${oneLine(at[1] ?? "", 40)}" never took place` : `${label}: missing`;
  return { kind: "nothing", absent: true, message, expected: null, actual: null, difference: null, path: at, place: null };
}

/** Why a run did not get that far, if its processes do not tell: what was refused, or waited for in vain. */
export function whyAbsent({ events, end }: Transcript): string | null {
  if (end.outcome !== "played" && end.reason !== null) return oneLine(end.reason);
  const refused = events.find((event) => event.type === "open-failed");
  if (refused !== undefined) return `${oneLine(refused.party, 40)} could not connect to ${refused.remote} (${oneLine(refused.code, 30)})`;
  const unmet = events.find((event) => event.type === "wait" && event.outcome !== "met");
  if (unmet?.type !== "wait") return null;
  const unended = unendedWords(unmet, events);
  if (unended !== null) return `${oneLine(unmet.process ?? "the program", 40)} ${unended}`;
  const until = oneLine(unmet.until, 60);
  const reasons = {
    deadline: `waited ${duration(unmet.ms)} for ${until}, in vain`,
    ended: `the connection was closed before ${until}`,
    reset: `the connection was reset before ${until}`,
    exited: `the program exited before ${until}`,
  };
  return unmet.outcome === "met" || unmet.outcome === "starved" ? null : reasons[unmet.outcome];
}
