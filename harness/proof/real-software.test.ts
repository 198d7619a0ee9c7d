import { describe, expect, test } from "@jest/globals";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { labNames, loadLab } from "../lab/load-lab.js";
import { differences, loadRealSoftware, missingNeeds, realFolder, type RealSoftware } from "./real-software.js";

const passed = (check: string) => ({ check, status: "pass" as const, reason: null, cause: null });
const failed = (check: string) => ({ check, status: "fail" as const, reason: null, cause: { message: "expected 400, got 200", run: "odd.whole.1" } });
const heldUp = (check: string) => ({ check, status: "skip" as const, reason: 'requires "answers", which failed', cause: null });

describe("what a server fails is held against what is known of it", () => {
  const fails = { "host-is-required": "Serves without Host." };

  test("nothing differs where the listed checks fail, and none else", () => {
    expect(differences(fails, [passed("answers"), failed("host-is-required"), heldUp("no-second-host")])).toEqual([]);
  });

  test("a failure that is not listed is told with its cause", () => {
    expect(differences({}, [failed("host-is-required")])).toEqual(["host-is-required: failed: expected 400, got 200 (odd.whole.1)"]);
  });

  test("a list is stale when what it names passes, is held up, or does not exist", () => {
    expect(differences(fails, [passed("host-is-required")])).toEqual(["host-is-required: expected to fail (Serves without Host.), and did not: pass"]);
    expect(differences(fails, [heldUp("host-is-required")])).toEqual([expect.stringContaining("which failed")]);
    expect(differences(fails, [])).toEqual(["host-is-required: expected to fail, and there is no such check"]);
  });

  test("what could not be judged is no failure, listed or not", () => {
    const starved = { ...passed("host-is-required"), status: "error" as const, reason: "the machine gave no time" };
    expect(differences(fails, [starved])).toEqual(["host-is-required: could not be judged: the machine gave no time"]);
  });
});

test("what is needed is looked for as a command, or with a slash in the folder", async () => {
  const needs = ["node", "no-such-server", "./lab.js", "./no-such-file"];
  expect(await missingNeeds({ needs, folder: import.meta.dirname })).toEqual(["no-such-server", "./lab.js", "./no-such-file"]);
  expect(await missingNeeds({ needs: ["./real-software.js"], folder: import.meta.dirname })).toEqual([]);
});

/** Of a README: the rows of its table of failures, their cells trimmed. */
function rowsOf(text: string): string[] {
  const rows = text.matchAll(/^\| *(\S+) *\| *(`\S+`) *\| *(.*?) *\|$/gm);
  return [...rows].map(([, name, check, why]) => `${name} | ${check} | ${why}`);
}

describe.each(await labNames())("%s", (lab) => {
  test("has a list for each software, of checks that there are, and its README shows it", async () => {
    const { checks } = await loadLab(lab, { hidden: true });
    const software = [...(await loadRealSoftware(lab))];
    const ids = new Set(checks.map(({ id }) => id));
    expect(software.flatMap(([, { fails }]) => Object.keys(fails).filter((id) => !ids.has(id)))).toEqual([]);
    expect(software.filter(([, { folder }]) => !existsSync(join(folder, "wiregrade.json")))).toEqual([]);
    if (software.length > 0) expect(rowsOf(readFileSync(join(realFolder(lab), "README.md"), "utf8"))).toEqual(expectedRows(software));
  });
});

function expectedRows(software: readonly [string, RealSoftware][]): string[] {
  return software.flatMap(([name, { fails }]) => Object.entries(fails).map(([check, why]) => `${name} | \`${check}\` | ${why}`));
}
