import { expect, test } from "@jest/globals";
import { shareOfTheTimeAllowed } from "./pace.js";

test.each([
  ["twice the yardstick's time is all of it", { wallMs: 2000, cpuMs: 9000 }, { wallMs: 1000, cpuMs: 800 }, 1],
  ["two seconds of CPU time are all of it, however fast the yardstick was", { wallMs: 9000, cpuMs: 2000 }, { wallMs: 100, cpuMs: 100 }, 1],
  ["on a slow machine twice the yardstick's CPU time is more", { wallMs: 9000, cpuMs: 3000 }, { wallMs: 100, cpuMs: 3000 }, 0.5],
  ["more of both is too much", { wallMs: 8000, cpuMs: 6000 }, { wallMs: 1000, cpuMs: 1000 }, 3],
  ["where CPU time is not known the clock decides", { wallMs: 3000, cpuMs: Infinity }, { wallMs: 1000, cpuMs: Infinity }, 1.5],
])("%s", (_, server, yardstick, share) => {
  expect(shareOfTheTimeAllowed(server, yardstick)).toBe(share);
});
