import { NO_ISOLATION, sandboxFor } from "../process/isolation.js";
import { describe, expect, test } from "@jest/globals";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadLab } from "../lab/load-lab.js";
import { packageFile } from "../text/package-root.js";
import { playRun } from "../world/play-run.js";
import { arbitraryEnd, arbitraryEvents, arbitraryHead, EVENT_TYPES } from "./arbitrary-events.js";
import { lineOf } from "./lines.js";
import { Recorder } from "./recorder.js";

const schema = JSON.parse(readFileSync(packageFile("harness", "transcript", "transcript.schema.json"), "utf8")) as object;
const validate = new Ajv2020({ strict: true, strictTypes: false, allErrors: true }).compile(schema);

function problemsOf(line: string): unknown[] {
  const entry: unknown = JSON.parse(line);
  return validate(entry) === true ? [] : [line, ...(validate.errors ?? [])];
}

test("every type of event is described, and with it all its fields", () => {
  for (const type of EVENT_TYPES)
    fc.assert(
      fc.property(arbitraryEvents([type], 1), (events) => {
        for (const event of events) {
          expect(problemsOf(lineOf(event))).toEqual([]);
          expect(validate({ ...(JSON.parse(lineOf(event)) as object), more: 1 })).toBe(false);
        }
      }),
      { numRuns: 30 },
    );
  fc.assert(fc.property(arbitraryHead, arbitraryEnd, (head, end) => expect([...problemsOf(lineOf(head)), ...problemsOf(lineOf(end))]).toEqual([])));
});

test.each([
  {},
  { type: "other" },
  { type: "done", outcome: "played", reason: null },
  { type: "data", n: 0, at: 0, socket: 1, direction: "sent", bytes: "" },
  { type: "data", n: 1, at: 0, socket: 1, direction: "sent", bytes: "a" },
])("%j is no line of a transcript", (entry) => {
  expect(validate(entry)).toBe(false);
});

const example = packageFile("reference", "tcp-echo", "examples", "never-shuts-down-javascript");

// Students' copies come without reference/.
(existsSync(example) ? describe : describe.skip)("of real runs", () => {
  test("all lines hold", async () => {
    const lab = await loadLab("tcp-echo", { hidden: false });
    const scratch = await mkdtemp(join(tmpdir(), "wiregrade-test-"));
    try {
      for (const name of ["three-lines", "client-several-lines"]) {
        const { scenario, digest } = lab.scenarios.get(name) ?? {};
        if (scenario === undefined || digest === undefined) throw new Error(`no scenario ${name}`);
        const file = join(scratch, `${name}.jsonl`);
        const plan = { scenario, mode: "whole", trial: 1 } as const;
        const head = {
          type: "head",
          version: 1,
          lab: lab.name,
          scenario: name,
          scenarioDigest: digest,
          role: scenario.role,
          mode: "whole",
          trial: 1,
          seed: "1",
        } as const;
        const recorder = new Recorder({ ...head, submission: { name: "example", digest }, startedAt: new Date().toISOString() }, file);
        const commands = { server: ["node", "server.mjs"], client: ["node", "client.mjs"] };
        const limits = { wallSeconds: 20, cpuSeconds: 20, memoryBytes: 2 ** 30, processes: 200, diskBytes: 2 ** 30 };
        const end = await playRun({
          ...plan,
          seed: "1",
          built: example,
          root: join(scratch, name),
          commands,
          sandbox: sandboxFor(NO_ISOLATION, null),
          limits,
          emit: recorder.emit,
        });
        expect(end).toMatchObject({ outcome: "played", reason: null });
        await recorder.finish(end.outcome, end.reason);
        const lines = (await readFile(file, "utf8")).trimEnd().split("\n");
        expect(lines.length).toBeGreaterThan(8);
        expect(lines.flatMap(problemsOf)).toEqual([]);
      }
    } finally {
      await rm(scratch, { recursive: true });
    }
  });
});
