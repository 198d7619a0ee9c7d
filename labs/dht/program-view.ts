import { programRecord, type Transcript } from "#harness";

/** How each of the student's peers ended, by the name of its process: "peer", "peer 2". */
export function programViews(transcript: Transcript): Record<string, unknown> {
  const names = new Set(transcript.events.flatMap((event) => (event.type === "spawn" ? [event.process] : [])));
  return Object.fromEntries([...names].map((name) => [name, programView(transcript, name)]));
}

function programView(transcript: Transcript, name: string): unknown {
  const record = programRecord(transcript, name);
  const exit = record?.exit ?? null;
  const wait = transcript.events.find((event) => event.type === "wait" && event.process === name && event.kind === "exit");
  return {
    exit: exit === null ? "running" : (exit.signal ?? String(exit.code)),
    saidWhy: (record?.stderr.length ?? 0) > 0,
    inTime: wait?.type === "wait" && wait.outcome === "met",
    events: record?.events.slice(-20) ?? [],
  };
}
