import { describe, expect, test } from "@jest/globals";
import { atRandom, explicitly, type Fate, type Schedule } from "./faulty-link.js";
import { Seed } from "./seed.js";
import { TestStage } from "./test-stage.js";

/** What arrives of datagrams named a, b, c ... that meet these fates, in order. */
async function arriving(schedule: Schedule, count: number): Promise<{ arrived: string; faults: string[] }> {
  using stage = new TestStage();
  const from = await stage.net.udp("client");
  const to = await stage.net.udp("server");
  const link = stage.net.faulty(from, schedule);
  for (let i = 0; i < count; i++) await link.send(String.fromCharCode(97 + i), to);
  await link.settle();
  const sent = stage.of("datagram").filter(({ direction }) => direction === "sent");
  await to.receivedInAll(sent.length);
  const arrived = stage.of("datagram").flatMap(({ direction, bytes }) => (direction === "received" ? [Buffer.from(bytes).toString()] : []));
  return { arrived: arrived.join(""), faults: stage.of("fault").map(({ kind, bytes }) => `${kind} ${Buffer.from(bytes ?? []).toString()}`) };
}

describe("every fault happens, and is on record", () => {
  test.each<[string, Fate[], string, string[]]>([
    ["a loss", ["deliver", "drop"], "ac", ["drop b"]],
    ["a duplicate", ["duplicate"], "aabc", ["duplicate a"]],
    ["one that is overtaken", ["reorder"], "bac", ["reorder a"]],
    ["the last one overtaken by nothing", ["deliver", "deliver", "reorder"], "abc", ["reorder c"]],
    ["two that are overtaken", ["reorder", "reorder"], "cab", ["reorder a", "reorder b"]],
    ["none beyond the schedule", [], "abc", []],
  ])("%s", async (_, fates, arrived, faults) => {
    expect(await arriving(explicitly(...fates), 3)).toEqual({ arrived, faults });
  });
});

test("a delay is some time long, and nothing is lost", async () => {
  const started = performance.now();
  const { arrived, faults } = await arriving(explicitly("deliver", "delay"), 3);
  expect(performance.now() - started).toBeGreaterThanOrEqual(45);
  expect([...arrived].sort()).toEqual(["a", "b", "c"]);
  expect(faults).toEqual(["delay b"]);
});

test("a seeded schedule is the same for the same seed, and keeps its shares", () => {
  const draw = (seed: string) => {
    const schedule = atRandom(new Seed(seed), { drop: 0.2, duplicate: 0.1, reorder: 0.1 });
    return Array.from({ length: 2000 }, schedule);
  };
  expect(draw("one")).toEqual(draw("one"));
  expect(draw("one")).not.toEqual(draw("another"));
  const share = (fate: Fate) => draw("one").filter((one) => one === fate).length / 2000;
  expect(share("drop")).toBeCloseTo(0.2, 1);
  expect(share("duplicate")).toBeCloseTo(0.1, 1);
  expect(share("delay")).toBe(0);
  expect(share("deliver")).toBeCloseTo(0.6, 1);
});
