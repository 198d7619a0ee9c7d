import { expect, test } from "@jest/globals";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { inFolder } from "../submission/test-unpack.js";
import { findSubmissions } from "./find-submissions.js";

test("every path is a submission, be it a folder, an archive, or what cannot be graded", async () => {
  await inFolder(async (folder) => {
    await mkdir(join(folder, "ann.v2"));
    for (const name of ["bob.tgz", "cy.rar", "dan.tar.bz2", "notes.txt"]) await writeFile(join(folder, name), "");
    const paths = ["ann.v2/", "bob.tgz", "cy.rar", "dan.tar.bz2", "notes.txt", "ann.v2"].map((name) => join(folder, name));
    const found = await findSubmissions(paths);
    expect(found.map(({ name }) => name)).toEqual(["ann.v2", "bob", "cy", "dan", "notes.txt"]);
    expect(found[1]).toEqual({ name: "bob", source: join(folder, "bob.tgz") });
  });
});

test("all names that are taken twice are told at once, with the paths as they were given", async () => {
  await inFolder(async (folder) => {
    for (const name of ["al", "bo", "cy"]) await mkdir(join(folder, name));
    for (const name of ["al.zip", "al.rar", "bo.tar"]) await writeFile(join(folder, name), "");
    const paths = ["al", "al.rar", "al.zip", "bo", "bo.tar", "cy"].map((name) => `${folder}/./${name}`);
    const list = (...names: string[]) => names.map((name) => `${folder}/./${name}`).join(", ");
    await expect(findSubmissions(paths)).rejects.toMatchObject({
      code: "DUPLICATE_NAME",
      message: `submissions of one name: "al" (${list("al", "al.rar", "al.zip")}); "bo" (${list("bo", "bo.tar")})`,
    });
  });
});
