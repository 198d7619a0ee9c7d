import { expect, test } from "@jest/globals";
import { resolveLocation } from "./resolve-location.js";

test.each([
  ["/dir/", "http://h:81/dir/"],
  ["dir/", "http://h:81/dir/"],
  ["../dir/./?a#b", "http://h:81/dir/?a#b"],
  ["//other/dir/", "http://other/dir/"],
  ["http://other:80/dir/", "http://other/dir/"],
  ["?a", "http://h:81/dir?a"],
])("%s leads to %s", (location, url) => expect(resolveLocation(location, "http://h:81/dir?x")?.href).toBe(url));

test.each(["", "/a b", "\\a", "/\xe9", "/%zz", "http://[", "/a\n"])("%j is no reference", (location) =>
  expect(resolveLocation(location, "http://h/dir")).toBeNull(),
);
