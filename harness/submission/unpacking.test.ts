import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { mkdir, realpath, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import type { ArchiveEntry } from "./archive-entry.js";
import { ARCHIVE_LIMITS, Meter } from "./archive-limits.js";
import { Refusal } from "./refusal.js";
import type { TestEntry } from "./test-archives.js";
import { expectRefused, inFolder, listing, PACKERS, unpacked } from "./test-unpack.js";
import { Unpacking } from "./unpacking.js";

const link = (name: string, target: string): TestEntry => ({ name, kind: "link", target });
const folder = (name: string): TestEntry => ({ name, kind: "folder", mode: 0o755 });
const file = (name: string, content = "x"): TestEntry => ({ name, content });

/** Entries with a trick, what is said of it, and the same without the trick. */
const TRICKS: readonly [trick: string, entries: TestEntry[], message: RegExp, honest: TestEntry[]][] = [
  ["a path up", [file("src/../../a")], /^"src\/\.\.\/\.\.\/a" has "\.\." in its path$/, [file("src/..a/a..")]],
  ["a path up and down", [file("src/../a")], /^"src\/\.\.\/a" has "\.\." in its path$/, [file("src/a")]],
  ["a folder above", [folder("../")], /^"\.\.\/" has "\.\." in its path$/, [folder("...")]],
  ["an absolute path", [file("/tmp/a")], /^"\/tmp\/a" has an absolute path$/, [file("tmp/a")]],
  ["a backslash", [file("..\\a")], /^"\.\.\\a" has a backslash in its name$/, [file("..a")]],
  ["the letter of a drive", [file("c:/a")], /^"c:\/a" has the letter of a drive in its path$/, [file("src/c:a")]],
  ["a part too long", [file("a".repeat(256))], /^"a{100}\.\.\." has a name of more than 255 bytes$/, [file("a".repeat(255))]],
  ["a name too long", [file("é/".repeat(333) + "abc")], /has a name of more than 1000 bytes$/, [file("é/".repeat(333) + "a")]],
  ["control characters", [file("\x1b[2J\n/../a")], /^"\\x1b\[2J\\n\/\.\.\/a" has "\.\."/, [file("\x1b[2J\n/a")]],
  ["a file twice", [file("a"), file("./a")], /^"\.\/a" is there twice$/, [file("a"), file("./b")]],
  ["a link twice", [link("a", "b"), link("a", "c")], /^"a" is there twice$/, [link("a", "b"), link("b", "c")]],
  [
    "another case",
    [file("Server.py"), file("server.py")],
    /^"server\.py" differs from "Server\.py" only in case or in its/,
    [file("Server.py"), file("server.pi")],
  ],
  ["a folder in another case", [file("src/a"), file("SRC/b")], /^"SRC\/b" differs from "src" only in case/, [file("src/a"), file("src/b")]],
  ["another Unicode form", [file("é"), file("e\u0301")], /^"e\u0301" differs from "é" only in case or in its Unicode form$/, [file("é"), file("e")]],
  ["marks in another order", [file("α\u0301\u0345"), file("α\u0345\u0301")], /only in case or in its Unicode form$/, [file("α\u0301"), file("α\u0345")]],
  ["letters that fold", [file("straße"), file("STRASSE")], /^"STRASSE" differs from "straße"/, [file("straße"), file("strase")]],
  ["a file that is a folder", [file("a/b"), file("a")], /^"a" is a folder and a file$/, [file("a/b"), folder("a/")]],
  ["a folder that is a file", [file("a"), file("a/b")], /^"a\/b" lies in "a", which is a file$/, [file("a"), file("b/b")]],
  ["a file below a link", [link("a", "b"), file("a/x"), folder("b/")], /^"a\/x" lies in "a", which is a link$/, [link("a", "b"), file("b/x")]],
  ["a file over a link", [link("a", "b"), file("a")], /^"a" is a link and a file$/, [link("a", "b"), file("b")]],
  ["a link up and out", [link("src/a", "../../x")], /^"src\/a" is a link to "\.\.\/\.\.\/x", out of the folder$/, [link("src/a", "../x")]],
  ["an absolute link", [link("a", "/etc/passwd")], /^"a" is a link to "\/etc\/passwd", out of the folder$/, [link("a", "etc/passwd")]],
  ["a link with a backslash", [link("a", "..\\x")], /is a link to "\.\.\\x", out of the folder$/, [link("a", "..x")]],
  [
    "a link through a link",
    [link("a", "."), link("b", "a/../x")],
    /^"b" is a link to "a\/\.\.\/x", which goes down and up again$/,
    [link("a", "."), link("b", "a/x")],
  ],
  [
    "a link out of the one folder that all lies in",
    [file("lab/wiregrade.json"), link("lab/a", "../lab/wiregrade.json")],
    /^"lab\/a" is a link to "\.\.\/lab\/wiregrade\.json", out of the folder$/,
    [file("lab/wiregrade.json"), link("lab/a", "./wiregrade.json")],
  ],
  ["a FIFO", [{ name: "a", kind: "FIFO" }], /^"a" is a FIFO$/, [file("a")]],
  ["a device", [{ name: "a", kind: "device" }], /^"a" is a device$/, [file("a")]],
];

describe.each(PACKERS)("of an archive of the kind %s", (ending, pack) => {
  test.each(TRICKS)("%s is refused", async (_, entries, message, honest) => {
    // Before and after: neither what came first, nor what would come, stays.
    await expectRefused(`ada${ending}`, await pack([file("lab/first"), ...entries, file("lab/last")]), message);
    await unpacked(`ada${ending}`, await pack([file("lab/first"), ...honest, file("lab/last")]));
  });

  test("a name that is not UTF-8 is left out, as from a folder", async () => {
    if (ending === ".zip") return;
    await unpacked(`ada${ending}`, await pack([file("a"), file("b\uFFFD")]), async (root) => expect(await listing(root)).toEqual(["a"]));
  });

  test("more bytes than the limit are refused, at the limit they are not", async () => {
    const entries = [file("a", "x".repeat(3000)), file("b", "y".repeat(3000))];
    const bytes = await pack(entries);
    // A tar's headers count.
    const all = ending === ".zip" ? 6000 : ((await PACKERS[1]?.[1](entries))?.length ?? 0);
    await unpacked(`ada${ending}`, bytes, undefined, { ...ARCHIVE_LIMITS, bytes: all });
    await expectRefused(`ada${ending}`, bytes, /^unpacks to more than \d+ bytes in all/, { ...ARCHIVE_LIMITS, bytes: all - 1 });
    await expectRefused(`ada${ending}`, bytes, /^unpacks to more than 100 bytes in all/, { ...ARCHIVE_LIMITS, bytes: 100 });
  });

  test("more entries than the limit are refused, with the folders that no entry names", async () => {
    const bytes = await pack([file("a/b/c"), file("a/d"), folder("a/b/"), file("e")]);
    await unpacked(`ada${ending}`, bytes, undefined, { ...ARCHIVE_LIMITS, entries: 6 });
    await expectRefused(`ada${ending}`, bytes, /^holds more than 5 files and folders, at "e"$/, { ...ARCHIVE_LIMITS, entries: 5 });
  });
});

test("a bomb is refused by what comes out of each of its bytes; a large file that does not shrink is not", async () => {
  const size = 11 << 20;
  const noise = Buffer.alloc(size);
  for (let at = 0, state = 1; at < size; at += 4) noise.writeUInt32LE((state = (Math.imul(state, 1664525) + 1013904223) >>> 0), at);
  for (const [ending, pack] of PACKERS) {
    if (ending !== ".tar")
      await expectRefused(
        `ada${ending}`,
        await pack([{ name: "a", content: Buffer.alloc(size) }]),
        /^unpacks to more than 100 times its size of \d+ bytes, at "a"$/,
      );
    await unpacked(`ada${ending}`, await pack([{ name: "a", content: noise }]));
    await unpacked(`ada${ending}`, await pack([{ name: "a", content: Buffer.alloc(9 << 20) }]));
  }
}, 120_000);

test("whatever the names and links, nothing leads out of the folder", async () => {
  const path = (ups: number) => {
    const part = fc.oneof({ weight: 20, arbitrary: fc.constantFrom("a", "b", "c", "d") }, { weight: ups, arbitrary: fc.constantFrom("..", ".", "") });
    return fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/"));
  };
  const lone = fc.constantFrom("wiregrade.json", "a/wiregrade.json");
  const entry = fc.record({ name: fc.oneof({ weight: 9, arbitrary: path(1) }, lone), kind: fc.constantFrom("file", "link", "folder"), target: path(15) });
  const left = { refused: 0, links: 0 };
  await fc.assert(
    fc.asyncProperty(fc.array(entry, { maxLength: 5 }), async (entries) => {
      await inFolder(async (top) => {
        // What lies around has the same names, so that no link out of the folder dangles.
        const around = await realpath(top);
        for (const outside of ["a", "to/b", "to/to/c"]) await mkdir(join(around, outside), { recursive: true });
        await writeFile(join(around, "to/to/a"), "");
        const to = join(around, "to/to/to");
        await mkdir(to);
        const before = await listing(around);
        let root: string;
        try {
          root = await new Unpacking(to, new Meter(ARCHIVE_LIMITS, 1000)).all(Readable.from(entries.map(arrived)));
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          left.refused++;
          root = to;
        }
        expect((await listing(around)).filter((name) => !name.startsWith("to/to/to/") || name === "to/to/to/")).toEqual(before);
        for (const name of await listing(root)) {
          if (name.endsWith(" ->")) left.links++;
          const real = await realpath(join(root, name.replace(/ ->$/, ""))).catch(() => root);
          expect(`${real}/`.startsWith(`${root}/`)).toBe(true);
        }
      });
    }),
    { numRuns: 200 },
  );
  expect(left.refused).toBeGreaterThan(20);
  expect(left.links).toBeGreaterThan(20);
}, 120_000);

/** An entry as a reader gives it. */
function arrived({ name, kind, target }: { name: string; kind: "file" | "link" | "folder"; target: string }): ArchiveEntry {
  if (kind === "file") return { name, kind, executable: false, content: Readable.from([]) };
  if (kind === "link") return { name, kind, target: () => Promise.resolve(target) };
  return { name, kind };
}
