import { expect, test } from "@jest/globals";
import { findSystem } from "./operating-system.js";

test.each([
  ["linux", "6.1.0-18-amd64", true, true, /^Linux, as graders have it$/],
  ["linux", "5.15.153.1-microsoft-standard-WSL2", true, true, /not below \/mnt/],
  ["darwin", "24.1.0", true, false, /^macOS: .*grading is on Linux/],
  ["freebsd", "14.1", true, false, /^freebsd, which nobody has tried/],
  ["win32", "10.0.26100", false, false, /WSL 2 \(`wsl --install`\)/],
])("%s %s", (platform, release, works, alike, tells) => {
  const found = findSystem(platform, release);
  expect([found.works, found.alike]).toEqual([works, alike]);
  expect(found.tells).toMatch(tells);
});
