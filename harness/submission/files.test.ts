import { describe, expect, test } from "@jest/globals";
import { execFileSync } from "node:child_process";
import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, readlink, rename, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { copySubmission, digestSubmission } from "./files.js";

/** A folder with these files (path to content), gone after `use`. */
async function withFiles(files: Record<string, string>, use: (folder: string, root: string) => Promise<void>): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), "wiregrade-test-"));
  try {
    const folder = join(root, "ada");
    await fill(folder, files);
    await use(folder, root);
  } finally {
    await rm(root, { recursive: true });
  }
}

async function fill(folder: string, files: Record<string, string>): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}

const listing = async (folder: string) => (await readdir(folder, { recursive: true })).sort();

describe("a copy of a submission", () => {
  test("leaves out what is not handed in, wherever it lies", async () => {
    const files = {
      "server.py": "1",
      ".git/HEAD": "x",
      "node_modules/a/index.js": "x",
      ".wiregrade/last.json": "x",
      "src/node_modules/b.js": "x",
      "src/a.c": "2",
      ".gitignore": "x",
    };
    await withFiles(files, async (folder, root) => {
      await copySubmission(folder, join(root, "copy"));
      expect(await listing(join(root, "copy"))).toEqual([".gitignore", "server.py", "src", "src/a.c"]);
    });
  });

  test("keeps links as they are, and the right to be executed; FIFOs stay behind", async () => {
    await withFiles({ server: "#!/bin/sh\n", "data/a": "" }, async (folder, root) => {
      await chmod(join(folder, "server"), 0o755);
      await symlink("server", join(folder, "relative"));
      await symlink("/nowhere/at/all", join(folder, "absolute"));
      await symlink("data", join(folder, "folder"));
      execFileSync("mkfifo", [join(folder, "fifo")]);
      const copy = join(root, "copy");
      await copySubmission(folder, copy);
      expect(await readlink(join(copy, "relative"))).toBe("server");
      expect(await readlink(join(copy, "absolute"))).toBe("/nowhere/at/all");
      expect(await readlink(join(copy, "folder"))).toBe("data");
      expect((await lstat(join(copy, "server"))).mode & 0o111).toBe(0o111);
      expect(await listing(copy)).not.toContain("fifo");
    });
  });

  test.each([
    ["a link", "link"],
    ["a path that ends in a slash", "ada/"],
    ["a roundabout path", "ada/../ada/."],
  ])("of a folder given as %s is a folder of its own", async (_, name) => {
    await withFiles({ "server.py": "1", ".git/HEAD": "x" }, async (folder, root) => {
      await symlink(folder, join(root, "link"));
      await copySubmission(`${root}/${name}`, join(root, "copy"));
      expect((await lstat(join(root, "copy"))).isDirectory()).toBe(true);
      await writeFile(join(root, "copy", "server.py"), "2");
      expect(await readFile(join(folder, "server.py"), "utf8")).toBe("1");
      expect(await listing(join(root, "copy"))).toEqual(["server.py"]);
      expect(await digestSubmission(`${root}/${name}`)).toBe(await digestSubmission(folder));
    });
  });

  test("keeps the times by which make knows what to build again", async () => {
    await withFiles({ "server.c": "new", server: "old" }, async (folder, root) => {
      const [old, recent] = [new Date("2026-01-01T10:00:00Z"), new Date("2026-01-01T10:00:07Z")];
      await utimes(join(folder, "server"), old, old);
      await utimes(join(folder, "server.c"), recent, recent);
      await copySubmission(folder, join(root, "copy"));
      expect((await lstat(join(root, "copy", "server"))).mtime).toEqual(old);
      expect((await lstat(join(root, "copy", "server.c"))).mtime).toEqual(recent);
    });
  });

  test("leaves out names that are not UTF-8, instead of failing", async () => {
    await withFiles({ "server.py": "1" }, async (folder, root) => {
      const before = await digestSubmission(folder);
      const unnameable = Buffer.concat([Buffer.from(`${folder}/caf`), Buffer.from([0xe9])]);
      // Some file systems refuse such a name themselves.
      const refused = await writeFile(unnameable, "x").then(
        () => false,
        () => true,
      );
      if (refused) return;
      await copySubmission(folder, join(root, "copy"));
      expect(await listing(join(root, "copy"))).toEqual(["server.py"]);
      expect(await digestSubmission(folder)).toBe(before);
    });
  });

  test("of a folder that bears a name which is left out within", async () => {
    await withFiles({ "node_modules/server.py": "1" }, async (folder, root) => {
      await copySubmission(join(folder, "node_modules"), join(root, "copy"));
      expect(await listing(join(root, "copy"))).toEqual(["server.py"]);
    });
  });
});

describe("the digest of a submission", () => {
  const files = { "a.txt": "one", "b.txt": "two", "src/c.txt": "three" };

  /** The digest of these files, and after `change`. */
  async function both(change: (folder: string) => Promise<unknown>): Promise<[string, string]> {
    let digests: [string, string] = ["", ""];
    await withFiles(files, async (folder) => {
      const before = await digestSubmission(folder);
      await change(folder);
      digests = [before, await digestSubmission(folder)];
    });
    return digests;
  }

  test("is the same for the same files, in whatever order they came, whatever lies beside them", async () => {
    await withFiles(files, async (folder, root) => {
      await fill(join(root, "other"), { ...Object.fromEntries(Object.entries(files).reverse()), ".git/HEAD": "x", "src/node_modules/x.js": "x" });
      expect(await digestSubmission(join(root, "other"))).toBe(await digestSubmission(folder));
      expect(await digestSubmission(folder)).toMatch(/^[0-9a-f]{64}$/);
      await copySubmission(folder, join(root, "copy"));
      expect(await digestSubmission(join(root, "copy"))).toBe(await digestSubmission(folder));
    });
  });

  test.each<[string, (folder: string) => Promise<unknown>]>([
    ["content", (folder) => writeFile(join(folder, "a.txt"), "One")],
    ["a name", (folder) => rename(join(folder, "a.txt"), join(folder, "A.txt"))],
    ["a folder's name", (folder) => rename(join(folder, "src"), join(folder, "lib"))],
    ["the right to be executed", (folder) => chmod(join(folder, "a.txt"), 0o755)],
    ["one file more", (folder) => writeFile(join(folder, "src/d.txt"), "")],
    ["one file less", (folder) => rm(join(folder, "b.txt"))],
    [
      "a link instead",
      async (folder) => {
        await rm(join(folder, "b.txt"));
        await symlink("two", join(folder, "b.txt"));
      },
    ],
  ])("changes with %s", async (_, change) => {
    const [before, after] = await both(change);
    expect(after).not.toBe(before);
  });

  test("does not follow links", async () => {
    const [before, after] = await both((folder) => symlink("/", join(folder, "root")));
    expect(after).not.toBe(before);
  });

  test("two files cannot pass for one that holds both", async () => {
    await withFiles({ a: "x\0b\0file\0y" }, async (folder, root) => {
      await fill(join(root, "other"), { a: "x", b: "y" });
      expect(await digestSubmission(join(root, "other"))).not.toBe(await digestSubmission(folder));
    });
  });
});
