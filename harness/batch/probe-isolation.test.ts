import { expect, test } from "@jest/globals";
import { packageFile } from "../text/package-root.js";
import { reasonOf } from "./probe-isolation.js";

test.each([
  [{ code: "ENOENT" }, /^bwrap is not installed$/],
  [{ stderr: "node:1\nError: EACCES: permission denied, access '/root/x'\n    at x\n" }, /^Error: EACCES: permission denied, access '\/root\/x'$/],
  [{ stderr: "a\nbwrap: No permissions to create new namespace\n" }, /^bwrap: No permissions to create new namespace$/],
  [{ message: "" }, /^$/],
])("what stands in the way of a level: %j", (error, words) => {
  expect(reasonOf(error, "bwrap")).toMatch(words);
});

test("staff's folders that level user has closed are named with the way to open them", () => {
  const stderr = `Error: EACCES: permission denied, access '${packageFile("reference")}'\n`;
  expect(reasonOf({ stderr }, "bwrap")).toMatch(/^reference\/ is closed to others, .*: `chmod o\+rx \S*reference( \S*dist\/reference)?` opens it$/);
});
