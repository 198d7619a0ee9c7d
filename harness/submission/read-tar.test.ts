import { expect, test } from "@jest/globals";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { ARCHIVE_LIMITS } from "./archive-limits.js";
import { tarOf, type TestEntry } from "./test-archives.js";
import { expectRefused, listing, unpacked } from "./test-unpack.js";

const file: TestEntry = { name: "a", content: "x".repeat(100) };

/** A header block with its checksum mended after `change`. */
function changed(tar: Buffer, change: (header: Buffer) => void, offset = 0): Buffer {
  const copy = Buffer.from(tar);
  const header = copy.subarray(offset, offset + 512);
  change(header);
  header.fill(" ", 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return copy;
}

test("hard links are refused, wherever they lead", async () => {
  const link: TestEntry = { name: "b", kind: "hard link", target: "a" };
  await expectRefused("ada.tar", await tarOf([file, link]), /^"b" is a hard link$/);
  await expectRefused("ada.tar", await tarOf([file, { ...link, target: "/etc/passwd" }]), /^"b" is a hard link$/);
  await unpacked("ada.tar", await tarOf([file, { ...link, kind: "link" }]));
});

test("kinds that nobody knows are refused; the one of 1988 for a file is not", async () => {
  const tar = await tarOf([file]);
  await expectRefused(
    "ada.tar",
    changed(tar, (header) => header.write("S", 156)),
    /^"a" is of an unknown kind$/,
  );
  await unpacked(
    "ada.tar",
    changed(tar, (header) => header.write("7", 156)),
    async (root) => {
      expect(await readFile(join(root, "a"), "utf8")).toBe(file.content);
    },
  );
});

test("a file with holes is refused, since only its pieces are there", async () => {
  await expectRefused("ada.tar", await tarOf([{ ...file, pax: { "GNU.sparse.major": "1" } }]), /^"a" is a file with holes$/);
  await unpacked("ada.tar", await tarOf([{ ...file, pax: { comment: "1" } }]));
});

test("names in records of their own are checked like others", async () => {
  await expectRefused("ada.tar", await tarOf([{ ...file, pax: { path: "a\0b" } }]), /^"a\\x00b" has a NUL in its name$/);
  await expectRefused("ada.tar", await tarOf([{ ...file, pax: { path: "../b" } }]), /^"\.\.\/b" has "\.\." in its path$/);
  await unpacked("ada.tar", await tarOf([{ ...file, pax: { path: "c/b" } }]), async (root) => expect(await listing(root)).toEqual(["c/", "c/b"]));
});

test("the format without a magic is read, and its checksum is checked", async () => {
  const oldest = changed(await tarOf([file]), (header) => header.fill(0, 257));
  await unpacked("ada.tar", oldest, async (root) => expect(await listing(root)).toEqual(["a"]));
  oldest[0] = 0x62;
  await expectRefused("ada.tar", oldest, /^cannot be unpacked: Invalid tar header/);
});

test("a size that lies is found out", async () => {
  const tar = await tarOf([file]);
  await expectRefused(
    "ada.tar",
    changed(tar, (header) => header.write("77777777777", 124)),
    /^cannot be unpacked, at "a": Unexpected end of data$/,
  );
  await expectRefused(
    "ada.tar",
    changed(tar, (header) => header.write("00000000000", 124)),
    /^cannot be unpacked, at "a": Invalid tar header/,
  );
});

test("gzip that is damaged is found out by its own checksum", async () => {
  const packed = gzipSync(await tarOf([file]));
  packed[packed.length - 6] = (packed[packed.length - 6] ?? 0) ^ 1;
  await expectRefused("ada.tgz", packed, /^cannot be unpacked(, at "a")?: incorrect data check$/);
});

test("bytes that are no file's count as well: long records, what is left out, zeros at the end", async () => {
  const limits = { ...ARCHIVE_LIMITS, bytes: 50_000 };
  const bombs: TestEntry[] = [
    { ...file, pax: { comment: "x".repeat(60_000) } },
    { name: ".DS_Store", content: Buffer.alloc(60_000) },
  ];
  for (const bomb of bombs) await expectRefused("ada.tgz", gzipSync(await tarOf([bomb])), /^unpacks to more than 50000 bytes in all/, limits);
  const zeros = Buffer.concat([await tarOf([file]), Buffer.alloc(60_000)]);
  await expectRefused("ada.tgz", gzipSync(zeros), /^unpacks to more than 50000 bytes in all/, limits);
  await unpacked("ada.tgz", gzipSync(zeros.subarray(0, 40_448)), undefined, limits);
});
