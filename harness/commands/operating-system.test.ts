import { expect, test } from "@jest/globals";
import { findSystem } from "./operating-system.js";

test.each([
  ["linux", "6.1.0-18-amd64", true, /^Linux, as graders have it$/],
  ["linux", "5.15.153.1-microsoft-standard-WSL2", true, /not below \/mnt/],
  ["linux", "4.4.0-19041-Microsoft", false, /WSL 1/],
  ["darwin", "24.1.0", true, /^macOS: .*grading is on Linux/],
  ["freebsd", "14.1", true, /^freebsd, which nobody has tried/],
  ["win32", "10.0.26100", false, /WSL 2 \(`wsl --install`\)/],
])("%s %s", (platform, release, works, tells) => {
  const found = findSystem(platform, release);
  expect(found.works).toBe(works);
  expect(found.tells).toMatch(tells);
});
