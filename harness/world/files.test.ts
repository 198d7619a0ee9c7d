import { expect, test } from "@jest/globals";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, renameSync, rmSync, statSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SeededStream } from "../text/seeded-stream.js";
import { LaidFiles, type FileEvent } from "./files.js";

test("lays out files, streams and links as asked for, records them, and finds what is there later", async () => {
  const home = mkdtempSync(join(tmpdir(), "wiregrade-files-"));
  try {
    const events: FileEvent[] = [];
    const given: string[] = [];
    const files = new LaidFiles(home, "/home/student", (event) => events.push(event), (path) => Promise.resolve(void given.push(path))); // prettier-ignore
    const stream = new SeededStream("s", 3_000_000, 80);
    const modified = new Date("2026-03-04T05:06:07Z");
    const folder = await files.lay("site", { "a.txt": "\xe9", "docs/big": stream, out: { linkTo: "../secret" } }, modified);
    expect(folder.path).toBe("/home/student/site");
    expect(given).toEqual([join(home, "site")]);
    expect(readFileSync(join(home, "site/a.txt"))).toEqual(Buffer.from([0xe9]));
    expect(readFileSync(join(home, "site/docs/big")).equals(stream.slice(0, stream.length))).toBe(true);
    expect(readlinkSync(join(home, "site/out"))).toBe("../secret");
    expect(statSync(join(home, "site/a.txt")).mtimeMs).toBe(modified.getTime());
    expect(events).toEqual([
      { type: "laid", path: "site/a.txt", modified: modified.getTime(), bytes: Buffer.from([0xe9]) },
      { type: "laid", path: "site/docs/big", modified: modified.getTime(), of: stream.reference },
      { type: "laid", path: "site/out", modified: modified.getTime(), link: "../secret" },
    ]);

    // What the program has put there: a changed file, a link to elsewhere, nothing.
    writeFileSync(join(home, "site/a.txt"), "changed");
    writeFileSync(join(home, "secret"), "secret");
    symlinkSync(home, join(home, "site/up"));
    unlinkSync(join(home, "site/docs/big"));
    for (const name of ["a.txt", "out", "up/secret", "docs/big", "docs"]) await folder.look(name);
    expect(events.slice(3)).toEqual([
      { type: "found", path: "site/a.txt", bytes: Buffer.from("changed") },
      ...["site/out", "site/up/secret", "site/docs/big", "site/docs"].map((path) => ({ type: "found", path })),
    ]);
  } finally {
    rmSync(home, { recursive: true });
  }
});

test("a file comes into a folder while programs run, and into no other place, whatever they have put in its way", async () => {
  const home = mkdtempSync(join(tmpdir(), "wiregrade-files-"));
  const outside = mkdtempSync(join(tmpdir(), "wiregrade-files-"));
  try {
    const events: FileEvent[] = [];
    const files = new LaidFiles(home, home, (event) => events.push(event), () => Promise.resolve()); // prettier-ignore
    await files.lay("drop", { "ada/01": "one", "bob/01": "one" });
    await files.add("drop/ada", "02", "two");
    expect(readFileSync(join(home, "drop/ada/02"), "utf8")).toBe("two");
    expect(events.at(-1)).toMatchObject({ type: "laid", path: "drop/ada/02", bytes: Buffer.from("two") });

    const victim = join(outside, "victim");
    writeFileSync(victim, "kept");
    symlinkSync(victim, join(home, "drop/ada/03"));
    execFileSync("mkfifo", [join(home, "drop/ada/04")]);
    renameSync(join(home, "drop/bob"), join(home, "drop/once"));
    symlinkSync(outside, join(home, "drop/bob"));
    for (const [folder, file] of [
      ["drop/ada", "01"],
      ["drop/ada", "03"],
      ["drop/ada", "04"],
      ["drop/bob", "05"],
      ["drop/none", "06"],
    ] as const)
      // prettier-ignore
      await expect(files.add(folder, file, "new")).rejects.toThrow("nothing can be put into the folder");
    expect(readFileSync(victim, "utf8")).toBe("kept");
    expect(readdirSync(outside)).toEqual(["victim"]);
    expect(readFileSync(join(home, "drop/ada/01"), "utf8")).toBe("one");
  } finally {
    for (const folder of [home, outside]) rmSync(folder, { recursive: true });
  }
});
