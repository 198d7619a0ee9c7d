import type { Transcript } from "#harness";

/** When an object was asked for and when all of it was there, ms since the first of its group was asked for. */
interface Fetched {
  name: string;
  from: number;
  to: number;
}

/** Columns of the longer time line. */
const WIDTH = 60;

/** Two time lines, to the same scale: a connection for each object, and one for all of them. */
export function drawPage(transcript: Transcript): string[] {
  const groups = [
    { title: "a connection for each object (Connection: close)", fetched: fetchedIn(transcript, "alone-") },
    { title: "one connection for all of them (persistent)", fetched: fetchedIn(transcript, "together-") },
  ];
  const longest = Math.max(1, ...groups.flatMap(({ fetched }) => fetched.map(({ to }) => to)));
  return groups.flatMap(({ title, fetched }) => ["", `${title}: ${Math.round(fetched.at(-1)?.to ?? 0)} ms`, ...fetched.map((one) => line(one, longest))]);
}

function line({ name, from, to }: Fetched, longest: number): string {
  const column = (ms: number) => Math.round((ms / longest) * WIDTH);
  const bar = "=".repeat(Math.max(1, column(to) - column(from)));
  return `  ${name.padEnd(9)} ${(" ".repeat(column(from)) + bar).padEnd(WIDTH)} ${Math.round(to - from)} ms`;
}

/** From the connection, where one was made for this object alone, to the last byte of the response. */
function fetchedIn(transcript: Transcript, prefix: string): Fetched[] {
  const labels = new Map<number, string>();
  const opened = new Map<number, number>();
  const fetched = new Map<string, Fetched>();
  for (const event of transcript.events) {
    if (!("socket" in event) || event.socket === null) continue;
    if (event.type === "open") opened.set(event.socket, event.at);
    if (event.type === "exchange") {
      labels.set(event.socket, event.label);
      if (event.label.startsWith(prefix))
        fetched.set(event.label, { name: event.label.slice(prefix.length), from: opened.get(event.socket) ?? event.at, to: event.at });
      opened.delete(event.socket);
    }
    const one = fetched.get(labels.get(event.socket) ?? "");
    if (one !== undefined && event.type === "data" && event.direction === "received") one.to = event.at;
  }
  const all = [...fetched.values()];
  const start = all[0]?.from ?? 0;
  return all.map(({ name, from, to }) => ({ name, from: from - start, to: to - start }));
}
