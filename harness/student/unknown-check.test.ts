import { expect, test } from "@jest/globals";
import { loadLab } from "../lab/load-lab.js";
import { unknownCheck } from "./unknown-check.js";

test("a misspelt check is told with the one that was meant, a scenario with its checks", async () => {
  const lab = await loadLab("tcp-echo", { hidden: false });
  const [check] = lab.checks;
  expect(check).toBeDefined();
  const { id } = check as (typeof lab.checks)[number];
  const scenario = lab.checks.map((one) => one.scenario).find((name) => !lab.checks.some((one) => one.id === name)) ?? "";
  expect(unknownCheck(lab, `${id}x`).mend).toMatch(new RegExp(`^did you mean ${id}\\?`));
  expect(unknownCheck(lab, `${id.slice(1)}yz`).mend).not.toMatch(/did you mean/);
  expect(unknownCheck(lab, "nothing of that kind", "--check").message).toBe('--check: tcp-echo has no check "nothing of that kind"');
  expect(unknownCheck(lab, scenario).mend).toMatch(/it is a scenario; its checks are /);
});
