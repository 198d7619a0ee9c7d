import { probeIsolation } from "../batch/probe-isolation.js";
import { NO_ISOLATION, sandboxFor } from "../process/isolation.js";
import { describe, expect, test } from "@jest/globals";
import { execFileSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { errorCode } from "../errors.js";
import type { ProcessEvent } from "../process/events.js";
import type { WireEvent } from "./events.js";
import type { FileEvent } from "./files.js";
import { playRun, runName, runSeed, type RunEnd } from "./play-run.js";
import { scenario, type Scenario } from "./scenario.js";

const SERVER = `
const socket = require("node:dgram").createSocket("udp4");
socket.on("message", (bytes, { port, address }) => socket.send(bytes.toString().toUpperCase(), port, address));
socket.bind(Number(process.argv[2]), "127.0.0.1");
`;

interface Played extends RunEnd {
  events: (ProcessEvent | WireEvent | FileEvent)[];
}

/** Plays one run of a submission with these files. */
async function run(
  play: Scenario["play"],
  commands: Record<string, string[]>,
  prepare?: (built: string) => Promise<unknown>,
  sandbox = sandboxFor(NO_ISOLATION, null),
): Promise<Played> {
  const scratch = await mkdtemp(join(tmpdir(), "wiregrade-test-"));
  try {
    const built = join(scratch, "built");
    await mkdir(built);
    await prepare?.(built);
    const events: Played["events"] = [];
    const root = join(scratch, "run");
    const end = await playRun({
      ...{
        scenario: scenario("a-play", { role: "server" }, play),
        mode: "whole",
        trial: 1,
        seed: "1",
        built,
        root,
        commands,
        sandbox,
      },
      ...{ limits: { wallSeconds: 20, cpuSeconds: 20, memoryBytes: 2 ** 30, processes: 200, diskBytes: 2 ** 30 }, emit: (event) => void events.push(event) },
    });
    expect(await stat(root).then(() => "there", errorCode)).toBe("ENOENT");
    return { ...end, events };
  } finally {
    await rm(scratch, { recursive: true });
  }
}

const ask: Scenario["play"] = async ({ student, net }) => {
  const port = await net.port("udp");
  await student.serve("server", [port]);
  const client = await net.udp("client");
  await client.exchange("hello").send("hello", { host: "127.0.0.1", port: port.number });
  await client.receive();
};

test("a run from the copy to the last process gone", async () => {
  const { events, ...end } = await run(ask, { server: ["node", "server.cjs"] }, (built) => writeFile(join(built, "server.cjs"), SERVER));
  expect(end).toEqual({ outcome: "played", reason: null, cuts: [] });
  expect(events.map((event) => event.type)).toEqual(["spawn", "ready", "listen", "exchange", "datagram", "datagram", "wait", "signal", "exit"]);
  expect(events.flatMap((event) => (event.type === "datagram" ? [Buffer.from(event.bytes).toString()] : []))).toEqual(["hello", "HELLO"]);
});

test.each<[string, Record<string, string[]>, string, string]>([
  ["has no command", {}, "no command for server", ""],
  ["is missing", { server: ["./server"] }, "server: command not found: ./server", "spawn-failed"],
  ["exits", { server: ["false"] }, "server did not bind udp port N", "unready"],
])("a run whose program %s is cut short, not our fault", async (_, commands, reason, type) => {
  const { outcome, events, ...end } = await run(ask, commands);
  expect([outcome, end.reason?.replace(/\d+$/, "N")]).toEqual(["cut-short", reason]);
  expect(events.some((event) => event.type === "datagram")).toBe(false);
  if (type !== "") expect(events.map((event) => event.type)).toContain(type);
});

test("a scenario that throws aborts the run, and its programs end", async () => {
  const { outcome, reason, events } = await run(
    async ({ student, net }) => {
      const port = await net.port("udp");
      await student.serve("server", [port]);
      throw new Error("a mistake of ours\nin two lines");
    },
    { server: ["node", "server.cjs"] },
    (built) => writeFile(join(built, "server.cjs"), SERVER),
  );
  expect({ outcome, reason }).toEqual({ outcome: "aborted", reason: "a mistake of ours" });
  expect(events.at(-1)).toMatchObject({ type: "exit", signal: "SIGTERM" });
});

const obstacles = await probeIsolation();
(obstacles.bubblewrap === null ? describe : describe.skip)("under bubblewrap", () => {
  const boxed = { level: "bubblewrap", uid: null } as const;
  const client: Scenario["play"] = async ({ student }) => void (await (await student.run("client", [])).exited());

  test("a sandbox that cannot be made aborts the run", async () => {
    const tools = { path: "", inside: { path: "", folders: { "/nowhere/at/all": "/opt/tools" } } };
    const { outcome, reason } = await run(client, { client: ["true"] }, undefined, sandboxFor(boxed, tools));
    expect({ outcome, reason }).toEqual({ outcome: "aborted", reason: "client: bubblewrap could not make its sandbox" });
  });

  test("a program that ends as bwrap does when it fails is no fault of ours", async () => {
    const { outcome, events } = await run(client, { client: ["sh", "-c", "echo bwrap: no sandbox >&2; exit 1"] }, undefined, sandboxFor(boxed, null));
    expect(outcome).toBe("played");
    expect(events.at(-2)).toMatchObject({ type: "exit", code: 1, signal: null });
  });
});

test("what a build leaves behind beside files is no obstacle", async () => {
  const { outcome, events } = await run(
    async ({ student }) => void (await (await student.run("client", [], { stdin: "hello" })).exited()),
    { client: ["sh", "-c", "cat; ls -A"] },
    async (built) => {
      execFileSync("mkfifo", [join(built, "fifo")]);
      await writeFile(join(built, "tool"), "");
      await chmod(join(built, "tool"), 0o755);
    },
  );
  expect(outcome).toBe("played");
  const output = Buffer.concat(events.flatMap((event) => (event.type === "stdout" ? [event.bytes] : []))).toString();
  expect(output).toBe("hellotool\n");
});

test("a run's name, and its inputs: the same in all modes, others in each scenario and trial", () => {
  expect(runName({ scenario: "one-client", mode: "cuts", trial: 2 })).toBe("one-client.cuts.2");
  expect(runSeed("1", "a", 1).next()).toBe(runSeed("1", "a", 1).next());
  expect(new Set([runSeed("1", "a", 1), runSeed("1", "a", 2), runSeed("1", "b", 1), runSeed("2", "a", 1)].map((seed) => seed.next())).size).toBe(4);
});
