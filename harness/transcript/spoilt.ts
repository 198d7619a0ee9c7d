import { oneLine } from "../text/visible.js";
import type { Transcript } from "./events.js";

/** What of ours or the machine's makes a run unfit to hold a failure against the program; null: nothing. */
export function spoiltBy({ events, end }: Transcript): string | null {
  if (end.outcome === "aborted") return `was aborted: ${oneLine(end.reason ?? "for an unknown reason")}`;
  const starved = events.find((event) => event.type === "wait" && event.outcome === "starved");
  return starved?.type === "wait" ? `the machine gave the program no time for ${oneLine(starved.until, 60)}` : null;
}
