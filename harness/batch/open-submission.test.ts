import { describe, expect, test } from "@jest/globals";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { zipOf } from "../submission/test-archives.js";
import { inFolder } from "../submission/test-unpack.js";
import { openSubmission, sourceDigest } from "./open-submission.js";

const TCP = '{ "lab": "tcp-echo", "commands": {} }';
const POP = TCP.replace("tcp-echo", "pop3-server");
const zip = zipOf([{ name: "wiregrade.json", content: "{}" }]);

/** Opens what these files make of the folder "sub"; resolves to the submission's folder from there. */
async function opened(files: Record<string, string | Buffer>): Promise<string> {
  let place = "";
  await inFolder(async (folder) => {
    for (const [name, content] of Object.entries(files)) {
      await mkdir(dirname(join(folder, "sub", name)), { recursive: true });
      await writeFile(join(folder, "sub", name), content);
    }
    const found = await openSubmission({ name: "sub", source: join(folder, "sub") }, "tcp-echo", join(folder, "scratch"));
    place = relative(join(folder, "sub"), found);
    if (place.startsWith("..")) expect(await readdir(found)).toEqual(["wiregrade.json"]);
  });
  return place;
}

describe("the folder that a submission's files are in", () => {
  test.each([
    ["the folder itself", { "wiregrade.json": "{}" }, ""],
    ["one that wraps it", { "echo/wiregrade.json": "{}", "__MACOSX/echo/x": "", ".DS_Store": "" }, "echo"],
    ["its one archive", { "abgabe.zip": zip, "._abgabe.zip": "" }, "../scratch"],
    ["that of the lab, among several labs", { "README.md": "", "echo/wiregrade.json": TCP, "pop/wiregrade.json": POP, "x/y": "" }, "echo"],
    ["that of the lab, in a repository that is wrapped", { "repo-main/README.md": "", "repo-main/echo/wiregrade.json": TCP }, "repo-main/echo"],
    ["the top, whatever is below", { "wiregrade.json": "{}", "echo/wiregrade.json": TCP }, ""],
    ["one of the lab's name, if its manifest cannot be read", { "README.md": "", "tcp-echo/wiregrade.json": "{", "pop/wiregrade.json": POP }, "tcp-echo"],
    ["not that of another lab", { "README.md": "", "pop/wiregrade.json": POP }, ""],
    ["not one of two folders", { "echo/wiregrade.json": "{}", "other/x": "" }, ""],
    ["not an archive beside other files", { "abgabe.zip": zip, "server.py": "" }, ""],
    ["not a folder that holds no manifest", { "src/server.py": "" }, ""],
  ])("%s", async (_, files, place) => {
    expect(await opened(files as Record<string, string | Buffer>)).toBe(place);
  });

  test("is that of the lab in an archive of several labs, too", async () => {
    await inFolder(async (folder) => {
      const source = join(folder, "ann.zip");
      const names = { "a/tcp-echo/wiregrade.json": TCP, "a/pop/wiregrade.json": POP };
      await writeFile(source, zipOf(Object.entries(names).map(([name, content]) => ({ name, content }))));
      expect(await openSubmission({ name: "ann", source }, "tcp-echo", join(folder, "x"))).toBe(join(folder, "x", "a", "tcp-echo"));
    });
  });

  test("is none where two are of the lab, or there is nothing", async () => {
    await expect(opened({ "b/wiregrade.json": TCP, "a/wiregrade.json": TCP })).rejects.toThrow(/sub: a and b are both submissions of tcp-echo$/);
    await expect(opened({ ".DS_Store": "" })).rejects.toMatchObject({ code: "SUBMISSION_EMPTY", message: expect.stringMatching(/sub: is empty$/) as unknown });
  });

  test("is none where the one archive cannot be unpacked, or the file is none", async () => {
    await expect(opened({ "abgabe.rar": "Rar!" })).rejects.toMatchObject({ code: "ARCHIVE_INVALID" });
    await inFolder(async (folder) => {
      await writeFile(join(folder, "cy.7z"), "7z");
      const submission = { name: "cy", source: join(folder, "cy.7z") };
      await expect(openSubmission(submission, "tcp-echo", join(folder, "x"))).rejects.toThrow("cy.7z: is no .zip, .tar, .tar.gz or .tgz by its name");
    });
  });
});

test("a submission's digest changes with its files, or with an archive that cannot be unpacked", async () => {
  await inFolder(async (folder) => {
    const source = join(folder, "ann.zip");
    const digest = async () => await sourceDigest({ name: "ann", source }, "tcp-echo", join(folder, "scratch"));
    expect(await digest()).toBe("");
    const digests: string[] = [];
    for (const bytes of ["PK", "PK2", zip]) {
      await writeFile(source, bytes);
      digests.push(await digest());
      expect(await digest()).toBe(digests.at(-1));
    }
    expect(new Set(digests).size).toBe(3);
    expect(digests.every((one) => /^[0-9a-f]{64}$/.test(one))).toBe(true);
    // Packed once more, the same files are the same submission.
    await writeFile(source, zipOf([{ name: "x/wiregrade.json", content: "{}" }]));
    expect(await digest()).toBe(digests[2]);
    expect(await readdir(folder)).toEqual(["ann.zip"]);
  });
});
