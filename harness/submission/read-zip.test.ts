import { describe, expect, test } from "@jest/globals";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ARCHIVE_LIMITS } from "./archive-limits.js";
import { zipOf, type TestEntry } from "./test-archives.js";
import { expectRefused, listing, unpacked } from "./test-unpack.js";

const honest: TestEntry = { name: "a", content: "x".repeat(100) };
const HONEST = zipOf([honest]);

test.each<[string, TestEntry["lie"] & object, RegExp]>([
  ["that is encrypted", { flags: 0x801 }, /^"a" is encrypted$/],
  ["with strong encryption", { flags: 0x841 }, /^cannot be unpacked: strong encryption is not supported$/],
  ["compressed in another way", { method: 14 }, /^"a" is compressed by method 14, which is not known here$/],
  ["with another checksum", { crc32: 7 }, /^"a" is damaged: its checksum is another$/],
  ["that is longer than it says", { size: 10 }, /^cannot be unpacked, at "a": too many bytes in the stream/],
  ["that is shorter than it says", { size: 1000 }, /^cannot be unpacked, at "a": not enough bytes in the stream/],
])("a file %s is refused", async (_, lie, message) => {
  await expectRefused("ada.zip", zipOf([{ ...honest, lie }]), message);
  await unpacked("ada.zip", HONEST);
});

test("a NUL in a name is refused", async () => {
  await expectRefused("ada.zip", zipOf([{ name: "a\0b" }]), /^"a\\x00b" has a NUL in its name$/);
});

test("a size that lies does not hide a bomb", async () => {
  const bomb = zipOf([{ name: "a", content: Buffer.alloc(1 << 20), lie: { size: 4 } }]);
  await expectRefused("ada.zip", bomb, /^(cannot be unpacked|unpacks to more)/, { ...ARCHIVE_LIMITS, bytes: 1000 });
});

test("a link is one by its mode; its target must be short", async () => {
  await expectRefused("ada.zip", zipOf([{ name: "a", kind: "link", target: "b".repeat(5000) }]), /^"a" is a link to a name that is too long$/);
  await unpacked("ada.zip", zipOf([{ name: "a", kind: "link", target: "b" }]), async (root) => expect(await listing(root)).toEqual(["a ->"]));
});

test("what is left out is not read", async () => {
  const odd: TestEntry[] = [
    { name: "__MACOSX/a", lie: { flags: 0x801 } },
    { name: "__MACOSX/b", lie: { crc32: 7 } },
  ];
  await unpacked("ada.zip", zipOf([honest, ...odd]), async (root) => expect(await listing(root)).toEqual(["a"]));
});

describe("a name", () => {
  test.each<[string, Buffer, number, string]>([
    ["in UTF-8 that says so", Buffer.from("größe"), 0x800, "größe"],
    ["in UTF-8 that does not say so, as from macOS", Buffer.from("größe"), 0, "größe"],
    ["in code page 437", Buffer.from([0x67, 0x72, 0x94, 0xe1, 0x65]), 0, "größe"],
  ])("%s", async (_, name, flags, expected) => {
    await unpacked("ada.zip", zipOf([{ name, content: "1", lie: { flags } }]), async (root) => {
      expect(await listing(root)).toEqual([expected]);
      expect(await readFile(join(root, expected), "utf8")).toBe("1");
    });
  });
});

test("damaged at any one byte, it is refused or gives what it held", async () => {
  for (let at = 0; at < HONEST.length; at++) {
    const damaged = Buffer.from(HONEST);
    damaged[at] = (damaged[at] ?? 0) ^ 0xff;
    const outcome = await unpacked("ada.zip", damaged, async (root) => {
      const names = await listing(root);
      // What stands outside the directory's account of it: a time, an attribute, a name. Never other contents.
      for (const name of names.filter((one) => !/(\/| ->)$/.test(one))) expect(await readFile(join(root, name), "utf8")).toBe(honest.content);
    }).catch((error: unknown) => error);
    if (outcome !== undefined) expect(outcome).toMatchObject({ code: "ARCHIVE_INVALID" });
  }
});
