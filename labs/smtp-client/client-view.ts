import { programRecord, toBinary, type Transcript } from "#harness";
import type { LetterGiven } from "./letter-given.js";

/** What the rubric may ask of the program itself. */
export function clientView(transcript: Transcript, { timeoutMs }: LetterGiven) {
  const client = programRecord(transcript, "client");
  const status = client?.exit?.code ?? -1;
  const ended = client?.exit === null || client === null ? "still running" : client.exit.signal === null ? "exited" : "killed by a signal";
  return {
    ended,
    status,
    report: ended === "exited" ? (REPORTS[status] ?? "another failure") : "none",
    stderrLines: toBinary(client?.stderr ?? Buffer.alloc(0)).split("\n").filter((line) => line.trim() !== "").length, // prettier-ignore
    gaveUp: gaveUp(transcript, timeoutMs, ended === "exited"),
    timeoutMs,
    events: client?.events ?? [],
  };
}

/** What an exit status says (sysexits.h). */
const REPORTS: Record<number, string> = { 0: "success", 69: "permanent failure", 75: "temporary failure" };

/**
 * From when the server was last heard until the program ended. That it was not too late is what the scenario's own patience said.
 * A program that has heard nothing waits since it connected: our kernel takes the connection long before a busy harness sees it, so that
 * the program's start is the only moment that is surely not later.
 */
function gaveUp({ events }: Transcript, timeoutMs: number, exited: boolean): "in time" | "too early" | "too late" {
  const exit = events.find((event) => event.type === "exit" && event.process === "client");
  const waited = events.findLast((event) => event.type === "wait" && event.kind === "exit");
  if (!exited || exit === undefined || waited?.type !== "wait" || waited.outcome !== "met") return "too late";
  const heard = events.findLast((event) => event.n < exit.n && event.type === "data" && event.direction === "sent");
  const started = events.find((event) => event.type === "spawn" && event.process === "client");
  return exit.at - (heard ?? started ?? exit).at < 0.8 * timeoutMs ? "too early" : "in time";
}
