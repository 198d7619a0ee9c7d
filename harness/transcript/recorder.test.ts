import { expect, test } from "@jest/globals";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TranscriptHead } from "./events.js";
import { parseTranscript } from "./lines.js";
import { Recorder } from "./recorder.js";

const head: TranscriptHead = {
  ...{ type: "head", version: 1, lab: "echo", scenario: "one", scenarioDigest: "", role: "server", mode: "whole", trial: 1 },
  ...{ seed: "1", submission: { name: "ada", digest: "" }, startedAt: "2025-01-01T00:00:00.000Z" },
};

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "wiregrade-test-"));
  try {
    await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

test("the file has its name only once it is whole, and holds what finish returns", async () => {
  await inFolder(async (folder) => {
    const file = join(folder, "one.whole.1.jsonl");
    const recorder = new Recorder(head, file);
    expect(recorder.last).toBeUndefined();
    recorder.emit({ type: "data", socket: 1, direction: "sent", bytes: Buffer.from([0, 255]) });
    recorder.emit({ type: "end", socket: 1, direction: "sent" });
    while ((await readFile(`${file}.partial`, "utf8").catch(() => "")).split("\n").length < 3) await new Promise((resolve) => setImmediate(resolve));
    expect(await readdir(folder)).toEqual(["one.whole.1.jsonl.partial"]);
    expect(recorder.last).toMatchObject({ type: "end", n: 2 });
    const transcript = await recorder.finish("cut-short", "no server");
    expect(await readdir(folder)).toEqual(["one.whole.1.jsonl"]);
    expect(parseTranscript(await readFile(file, "utf8"), file)).toEqual(transcript);
    expect(transcript.end).toMatchObject({ type: "done", outcome: "cut-short", reason: "no server" });
  });
});

test("events are numbered from 1, and never go back in time", async () => {
  const recorder = new Recorder(head, null);
  for (let i = 0; i < 50; i++) recorder.emit({ type: "stdin-end", process: "client" });
  const { events, end } = await recorder.finish("played", null);
  expect(events.map((event) => event.n)).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
  const times = [...events.map((event) => event.at), end.durationMs];
  expect(times).toEqual([...times].sort((a, b) => a - b));
});

test("pieces of one stream that follow each other are one event, up to 256 KiB; anything between keeps them apart", async () => {
  const of = { seed: "s", length: 1 << 20, lineBytes: 100, upper: false };
  const piece = (offset: number, length: number, socket = 1) => ({ type: "bulk", socket, direction: "received", of, offset, length }) as const;
  const recorder = new Recorder(head, null);
  for (let i = 0; i < 10; i++) recorder.emit(piece(20 * i, 20));
  recorder.emit(piece(0, 20, 2));
  recorder.emit(piece(200, 20));
  recorder.emit(piece(300, 20));
  recorder.emit(piece(320, 262_124));
  recorder.emit(piece(262_444, 1));
  const { events } = await recorder.finish("played", null);
  expect(events.map((event) => (event.type === "bulk" ? [event.socket, event.offset, event.length] : []))).toEqual([
    [1, 0, 200],
    [2, 0, 20],
    [1, 200, 20],
    [1, 300, 262_144],
    [1, 262_444, 1],
  ]);
});

test("what comes after the end is no part of the record", async () => {
  await inFolder(async (folder) => {
    const file = join(folder, "late.jsonl");
    const recorder = new Recorder(head, file);
    const transcript = await recorder.finish("played", null);
    recorder.emit({ type: "stdin-end", process: "client" });
    await new Promise((resolve) => setImmediate(resolve));
    expect(transcript.events).toEqual([]);
    expect(parseTranscript(await readFile(file, "utf8"), file).events).toEqual([]);
  });
});

test("a file that cannot be written is said at the end, not swallowed", async () => {
  await inFolder(async (folder) => {
    const recorder = new Recorder(head, join(folder, "none", "one.jsonl"));
    recorder.emit({ type: "stdin-end", process: "client" });
    await expect(recorder.finish("played", null)).rejects.toMatchObject({ code: "ENOENT" });
    expect(await readdir(folder)).toEqual([]);
  });
});
