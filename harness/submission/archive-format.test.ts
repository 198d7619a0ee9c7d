import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { archiveName, isArchive } from "./archives.js";

test.each([
  ["ada.zip", "ada"],
  ["in/ada.tar", "ada"],
  ["/in/ada.tar.gz", "ada"],
  ["ada.tgz", "ada"],
  ["Ada.ZIP", "Ada"],
  ["ada.zip/", "ada"],
  ["ada.v1.2.Tar.Gz", "ada.v1.2"],
  ["ada.tar.zip", "ada.tar"],
  [".ada.zip", ".ada"],
  ["....zip", "..."],
])("%s is an archive of %s", (path, name) => {
  expect([isArchive(path), archiveName(path)]).toEqual([true, name]);
});

test.each(["ada", "zip", ".zip", ".tar.gz", "ada.rar", "ada.gz", "ada.zip.txt", "adazip", "x.zip/ada", "..zip", "...zip", "..tar.gz", "...tgz"])(
  "%s is no archive",
  (path) => {
    expect(isArchive(path)).toBe(false);
  },
);

test("the name of an archive is always one that a folder can have", () => {
  const stem = fc.string({ unit: fc.constantFrom(".", "a", "/", "t", "tar", ".tar", "zip", "\n") });
  fc.assert(
    fc.property(stem, fc.constantFrom(".zip", ".tar", ".tar.gz", ".tgz"), (path, ending) => {
      if (!isArchive(path + ending)) return;
      expect(["", ".", ".."]).not.toContain(archiveName(path + ending));
      expect(archiveName(path + ending)).not.toContain("/");
    }),
  );
});
