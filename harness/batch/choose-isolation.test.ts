import { expect, test } from "@jest/globals";
import type { Lab } from "../lab/load-lab.js";
import { chooseIsolation } from "./choose-isolation.js";

const lab = { name: "echo", hasHidden: true } as Lab;
const bare = { name: "echo", hasHidden: false } as Lab;
const all = { bubblewrap: null, user: null, process: null };
const none = { bubblewrap: "bwrap is not installed", user: "needs root", process: null };
const probe = (obstacles: typeof none | typeof all) => () => Promise.resolve(obstacles);

test("auto takes the strongest level that works, silently if that is the best there is", async () => {
  expect(await chooseIsolation(lab, "auto", false, probe(all))).toEqual({ level: "bubblewrap", notes: [] });
});

test("auto falls back loudly, and says why", async () => {
  const { level, notes } = await chooseIsolation(bare, "auto", false, probe(none));
  expect(level).toBe("process");
  expect(notes[0]).toBe("isolation process, since there is no better: bubblewrap: bwrap is not installed; user: needs root");
});

test("hidden checks are not shown to ordinary processes unless that is asked for", async () => {
  await expect(chooseIsolation(lab, "auto", false, probe(none))).rejects.toMatchObject({ code: "HIDDEN_EXPOSED", exitCode: 2 });
  await expect(chooseIsolation(lab, "process", false, probe(all))).rejects.toMatchObject({ code: "HIDDEN_EXPOSED" });
  expect(await chooseIsolation(lab, "process", true, probe(all))).toMatchObject({ level: "process" });
});

test("a level that was named and does not work is refused with the reason", async () => {
  await expect(chooseIsolation(lab, "bubblewrap", true, probe(none))).rejects.toThrow("--isolation bubblewrap: bwrap is not installed");
});
