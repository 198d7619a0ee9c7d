import { describe, expect, test } from "@jest/globals";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, readdir, readFile, readlink, stat, symlink, utimes, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { unpackArchive } from "./archives.js";
import { tarOf, zipOf, type TestEntry } from "./test-archives.js";
import { expectRefused, inFolder, listing, modeOf, PACKERS, unpacked } from "./test-unpack.js";

const MANIFEST: TestEntry = { name: "wiregrade.json", content: "{}" };

describe.each(PACKERS)("an archive of the kind %s", (ending, pack) => {
  const name = `ada${ending}`;

  test("gives its files, folders and links", async () => {
    const large = Buffer.alloc(300_000, "0123456789abcdef");
    const entries: TestEntry[] = [
      MANIFEST,
      { name: "src/", kind: "folder", mode: 0o755 },
      { name: "src/größe.py", content: "print()" },
      { name: "src/large", content: large },
      { name: "empty" },
      { name: "src/up", kind: "link", target: "../wiregrade.json" },
    ];
    await unpacked(name, await pack(entries), async (root, to) => {
      expect(root).toBe(to);
      expect(await listing(root)).toEqual(["empty", "src/", "src/größe.py", "src/large", "src/up ->", "wiregrade.json"]);
      expect(await readFile(join(root, "src/größe.py"), "utf8")).toBe("print()");
      expect((await readFile(join(root, "src/large"))).equals(large)).toBe(true);
      expect(await readlink(join(root, "src/up"))).toBe("../wiregrade.json");
    });
  });

  test("keeps the right to be executed, and nothing else of a mode", async () => {
    const entries: TestEntry[] = [
      MANIFEST,
      { name: "run", mode: 0o6755 },
      { name: "ours", mode: 0o010 },
      { name: "closed", mode: 0o1200 },
      { name: "shut/", kind: "folder", mode: 0o7000 },
      { name: "shut/in", mode: 0o444 },
    ];
    await unpacked(name, await pack(entries), async (root) => {
      const modes = await Promise.all(["run", "ours", "closed", "shut", "shut/in"].map((path) => modeOf(join(root, path))));
      expect(modes.map((mode) => mode.toString(8))).toEqual(["755", "755", "644", "755", "644"]);
    });
  });

  test("in which all lies in one folder is that folder", async () => {
    const entries: TestEntry[] = [
      { name: "lab1/wiregrade.json", content: "{}" },
      { name: "lab1/src/a" },
      { name: "__MACOSX/lab1/._a" },
      { name: "._lab1" },
      { name: ".DS_Store" },
      { name: "lab1/.DS_Store" },
    ];
    await unpacked(name, await pack(entries), async (root, to) => {
      expect(root).toBe(join(to, "lab1"));
      expect(await listing(to)).toEqual(["lab1/", "lab1/src/", "lab1/src/a", "lab1/wiregrade.json"]);
    });
  });

  test.each<[string, string[]]>([
    ["a manifest at the top", ["wiregrade.json", "lab1/wiregrade.json"]],
    ["another file at the top", ["README", "lab1/wiregrade.json"]],
    ["two folders", ["lab1/wiregrade.json", "lab2/wiregrade.json"]],
    ["no manifest in its folder", ["lab1/server.py"]],
    ["a manifest two folders down", ["a/lab1/wiregrade.json"]],
  ])("with %s is all of what it holds", async (_, names) => {
    await unpacked(name, await pack(names.map((path) => ({ name: path }))), (root, to) => Promise.resolve(expect(root).toBe(to)));
  });

  test("without files, or with none that count, is refused", async () => {
    await expectRefused(name, await pack([]), /^holds no files$/);
    await expectRefused(name, await pack([{ name: "__MACOSX/a" }]), /^holds no files$/);
  });

  test("cut short anywhere, or empty, is refused", async () => {
    const whole = await pack([MANIFEST, { name: "a", content: "x".repeat(2000) }, { name: "b", content: "y" }]);
    const end = ending === ".tar" ? whole.length - 1024 : whole.length - 1;
    const cuts = [0, 1, 100, 511, 512, 1024, 1536, 2048, 4608, end].filter((cut) => cut <= end);
    for (const cut of cuts) await expectRefused(name, whole.subarray(0, cut), /^(is (empty|cut short|not a)|holds no|cannot be unpacked)/);
  });
});

describe("a file that is not what its name says", () => {
  const zip = zipOf([MANIFEST]);
  const packed = tarOf([MANIFEST]);

  test.each<[string, string, Buffer | Promise<Buffer>, RegExp]>([
    ["a tar", "ada.zip", packed, /is not a zip file, as its name says, but a tar file$/],
    ["a zip", "ada.tar", zip, /is not a tar file, as its name says, but a zip file$/],
    ["a zip", "ada.tgz", zip, /is not a gzip file, as its name says, but a zip file$/],
    ["a gzip", "ada.tar", packed.then((tar) => gzipSync(tar)), /is not a tar file, as its name says, but a gzip file$/],
    ["a tar", "ada.tar.gz", packed, /is not a gzip file, as its name says, but a tar file$/],
    ["a RAR", "ada.zip", Buffer.from("Rar!\x1a\x07\x01\0"), /but a RAR file$/],
    ["a text", "ada.zip", Buffer.from("hello"), /^is not a zip file, as its name says$/],
    ["a text", "ada.tar", Buffer.alloc(2000, "hello"), /^cannot be unpacked: Invalid tar header/],
    ["a gzip of a text", "ada.tgz", gzipSync("hello".repeat(1000)), /^cannot be unpacked: Invalid tar header/],
    ["a gzip of a gzip", "ada.tgz", packed.then((tar) => gzipSync(gzipSync(tar))), /^cannot be unpacked/],
    ["a gzip of zeros", "ada.tgz", gzipSync(Buffer.alloc(10240)), /^holds no files$/],
    ["a zip", "ada.rar", zip, /is no \.zip, \.tar, \.tar\.gz or \.tgz by its name$/],
  ])("%s named %s", async (_, name, bytes, message) => expectRefused(name, await bytes, message));
});

describe("at the archive's own path", () => {
  test("a FIFO, a socket, a device and a folder are refused without being opened", async () => {
    await inFolder(async (folder) => {
      // To open it would fail in another way.
      const socket = createServer().listen(join(folder, "socket.zip"));
      await once(socket, "listening");
      // To open it would wait for a writer for ever.
      execFileSync("mkfifo", [join(folder, "fifo.zip")]);
      await symlink("/dev/zero", join(folder, "zero.tar"));
      await mkdir(join(folder, "folder.tgz"));
      for (const name of ["fifo.zip", "socket.zip", "zero.tar", "folder.tgz"])
        await expect(unpackArchive(join(folder, name), join(folder, "to"))).rejects.toMatchObject({
          code: "ARCHIVE_INVALID",
          message: `${join(folder, name)}: is not a regular file`,
        });
      socket.close();
    });
  });

  test("nothing, and a file in place of a folder, are missing paths", async () => {
    await inFolder(async (folder) => {
      await writeFile(join(folder, "file"), "");
      for (const name of ["ada.zip", "file/ada.zip"])
        await expect(unpackArchive(join(folder, name), join(folder, "to"))).rejects.toMatchObject({ code: "PATH_MISSING" });
    });
  });

  test("a link to an archive is followed", async () => {
    await inFolder(async (folder) => {
      await writeFile(join(folder, "real"), zipOf([MANIFEST]));
      await symlink("real", join(folder, "ada.zip"));
      expect(await listing(await unpackArchive(join(folder, "ada.zip"), join(folder, "to")))).toEqual(["wiregrade.json"]);
    });
  });

  test("a file that may not be read is unreadable", async () => {
    // To root all is readable.
    if (process.getuid?.() === 0) return;
    await inFolder(async (folder) => {
      await writeFile(join(folder, "ada.zip"), zipOf([MANIFEST]));
      await chmod(join(folder, "ada.zip"), 0);
      await expect(unpackArchive(join(folder, "ada.zip"), join(folder, "to"))).rejects.toMatchObject({ code: "SUBMISSION_UNREADABLE" });
    });
  });
});

test("a folder that is there already is neither filled nor removed", async () => {
  await inFolder(async (folder) => {
    await writeFile(join(folder, "ada.zip"), zipOf([MANIFEST]));
    await mkdir(join(folder, "to"));
    await writeFile(join(folder, "to", "mine"), "");
    await expect(unpackArchive(join(folder, "ada.zip"), join(folder, "to"))).rejects.toMatchObject({ code: "EEXIST" });
    expect(await readdir(join(folder, "to"))).toEqual(["mine"]);
  });
});

test("what tar itself packs is unpacked", async () => {
  await inFolder(async (folder) => {
    const long = `src/${"long/".repeat(30)}file`;
    await mkdir(join(folder, "lab", long, ".."), { recursive: true });
    await writeFile(join(folder, "lab", long), "deep");
    await writeFile(join(folder, "lab", "wiregrade.json"), "{}");
    await symlink("wiregrade.json", join(folder, "lab", "link"));
    for (const [name, from] of [
      ["dot.tgz", ["-C", "lab", "."]],
      ["top.tgz", ["lab"]],
    ] as const) {
      execFileSync("tar", ["-czf", name, ...from], { cwd: folder });
      const root = await unpackArchive(join(folder, name), join(folder, `${name}.to`));
      expect(await listing(root)).toEqual(await listing(join(folder, "lab")));
      expect(await readFile(join(root, long), "utf8")).toBe("deep");
    }
  });
});

test.each([
  ["ada.tgz", "tar", ["-czf", "ada.tgz", "-C", "lab", "."]],
  ["ada.zip", "python3", ["-m", "zipfile", "-c", "ada.zip", "lab/"]],
])("%s, as it is packed by %s, keeps the times by which make knows what to build again", async (name, command, args) => {
  await inFolder(async (folder) => {
    await mkdir(join(folder, "lab"));
    // Zip counts in steps of two seconds.
    const modified = new Date("2026-01-01T10:00:06Z");
    await writeFile(join(folder, "lab", "wiregrade.json"), "{}");
    await utimes(join(folder, "lab", "wiregrade.json"), modified, modified);
    execFileSync(command, args, { cwd: folder });
    const root = await unpackArchive(join(folder, name), join(folder, "to"));
    expect((await stat(join(root, "wiregrade.json"))).mtime).toEqual(modified);
  });
});

test("a time that no file can have is left out", async () => {
  await inFolder(async (folder) => {
    await writeFile(join(folder, "ada.tar"), await tarOf([{ ...MANIFEST, pax: { mtime: "99999999999999999" } }]));
    const root = await unpackArchive(join(folder, "ada.tar"), join(folder, "to"));
    expect(Math.abs((await stat(join(root, "wiregrade.json"))).mtimeMs - Date.now())).toBeLessThan(10 * 60_000);
  });
});
