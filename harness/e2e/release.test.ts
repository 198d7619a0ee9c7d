import { describe, expect, test } from "@jest/globals";
import { execFileSync, spawnSync } from "node:child_process";
import { appendFileSync, chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { labNames } from "../lab/load-lab.js";
import { findLeaks } from "../release/leaks.js";
import { packEngine } from "../release/pack-engine.js";
import { openTexts, secretTexts, textsBelow } from "../release/secrets.js";
import { packageFile } from "../text/package-root.js";
import { folderWith, wiregrade } from "./run-cli.js";

const labs = await labNames();

/** Puts a released grader where npm would: unpacked, with the packages that it asks for. */
function install(course: string, packages = ["jest", "jest-environment-node"]): void {
  const modules = join(course, "node_modules");
  mkdirSync(join(modules, "wiregrade"), { recursive: true });
  const tarball = readdirSync(course).find((file) => file.endsWith(".tgz")) ?? "none";
  execFileSync("tar", ["-xzf", join(course, tarball), "-C", join(modules, "wiregrade"), "--strip-components=1"]);
  for (const name of packages) symlinkSync(packageFile("node_modules", name), join(modules, name));
}

/** Runs a program of the released grader in a lab's folder. */
function run(folder: string, program: string, args: string[], grader = folder): { code: number | null; stdout: string } {
  const file = join(grader, "node_modules", "wiregrade", "dist", "harness", program);
  const { status, stdout } = spawnSync(process.execPath, [file, ...args], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1", NODE_OPTIONS: "" },
  });
  return { code: status, stdout };
}

test("one lab is a repository in which a right program passes all, and a skeleton does not", async () => {
  using folder = folderWith({});
  const course = join(folder.path, "course");
  const { code, stdout } = await wiregrade(["release", "udp-echo", "--language", "python", "--out", course]);
  expect(stdout).toMatch(/npm install && npm test/);
  expect(code).toBe(0);
  for (const file of ["HANDOUT.md", "README.md", "server.py", ".gitignore", ".vscode/settings.json", ".github/workflows/wiregrade.yml", "checks/rubric.json"])
    expect([file, existsSync(join(course, file))]).toEqual([file, true]);
  install(course);
  expect(run(course, "cli.js", ["labs"]).stdout).toMatch(/udp-echo/);
  expect(run(course, "cli.js", ["labs"]).stdout).not.toMatch(/tcp-echo/);
  expect(run(course, "jest-cli.js", []).code).toBe(1);
  cpSync(packageFile("reference", "udp-echo", "examples", "right-python"), course, { recursive: true });
  const right = run(course, "cli.js", ["test"]);
  expect(right.stdout).toMatch(/score (\d+) of \1\b/);
  expect(right.code).toBe(0);
});

test("all labs make one repository, built with TypeScript where it is asked for", async () => {
  using folder = folderWith({});
  const course = join(folder.path, "course");
  expect((await wiregrade(["release", ...labs, "--language", "typescript", "--out", course])).code).toBe(0);
  expect(JSON.parse(readFileSync(join(course, "package.json"), "utf8"))).toMatchObject({ workspaces: labs });
  for (const lab of labs) {
    const manifest = JSON.parse(readFileSync(join(course, lab, "package.json"), "utf8")) as { devDependencies: { wiregrade: string } };
    expect(existsSync(join(course, lab, manifest.devDependencies.wiregrade.replace("file:", "")))).toBe(true);
  }
  install(course, ["jest", "jest-environment-node", "typescript", "@typescript"]);
  cpSync(packageFile("reference", "tcp-echo", "solution"), join(course, "tcp-echo"), { recursive: true });
  const right = run(join(course, "tcp-echo"), "cli.js", ["test", "--role", "client"], course);
  expect(right.stdout).toMatch(/score (\d+) of \1\b/);
});

test("bad input has one line that tells the mend", async () => {
  using folder = folderWith({ "full/notes.txt": "mine" });
  const out = join(folder.path, "full");
  const release = async (...args: string[]) => (await wiregrade(["release", ...args])).stderr;
  expect(await release("udp-echo", "--language", "python", "--out", out)).toMatch(/^error: .*already holds notes\.txt; choose a new or empty folder\n$/);
  expect(await release("udp-echo", "--language", "cobol", "--out", join(out, "new"))).toMatch(
    /^error: udp-echo has no skeleton in "cobol"; there are .*python.*\n$/,
  );
  expect(await release("gopher", "--language", "python", "--out", join(out, "new"))).toMatch(/^error: there is no lab "gopher"/);
  expect(readFileSync(join(out, "notes.txt"), "utf8")).toBe("mine");
});

test("nothing of the reference is in what is shipped, and whatever is planted there is found", async () => {
  using folder = folderWith({});
  const inputs = await packEngine({ labs, language: "typescript", folder: join(folder.path, "legible"), legible: true });
  expect(inputs.filter((file) => /^(dist\/)?reference\//.test(file))).toEqual([]);
  const shipped = await textsBelow([join(folder.path, "legible")], undefined, folder.path);
  const [secret, open] = await Promise.all([secretTexts(), openTexts()]);
  expect(shipped.size).toBeGreaterThan(50);
  expect(findLeaks(shipped, secret, open)).toEqual([]);

  const plants = {
    "solution/server.ts": secret.get("reference/tcp-echo/solution/server.ts"),
    "examples/right-c/server.c": secret.get("reference/tcp-echo/examples/right-c/server.c"),
    "hidden/rubric.json": secret.get("reference/http-server/hidden/rubric.json"),
    "hidden/scenarios/server.ts": secret.get("reference/http-server/hidden/scenarios/server.ts"),
    "mutants/peer.json": secret.get("reference/dht/mutants/peer-one-lost-ping-is-death.json"),
  };
  for (const [name, text] of Object.entries(plants))
    expect([name, findLeaks(new Map([[name, text ?? ""]]), secret, open)]).toEqual([name, [expect.objectContaining({ file: name })]]);
});

test("a release is refused where a solution has got into the code that ships", () => {
  using folder = folderWith({});
  const copy = join(folder.path, "wiregrade");
  mkdirSync(copy);
  for (const name of ["package.json", "LICENSE", "node_modules", "harness", "labs", "reference", "templates"]) symlinkSync(packageFile(name), join(copy, name));
  cpSync(packageFile("dist"), join(copy, "dist"), { recursive: true });
  const [answering] = /socket\.on\("message"[^]*?\n\}\);/.exec(readFileSync(packageFile("reference", "udp-echo", "solution", "server.ts"), "utf8")) ?? [];
  appendFileSync(join(copy, "dist", "labs", "udp-echo", "lab.js"), `\nexport function planted(socket, upperCase) {\n${answering ?? ""}\n}\n`);
  const out = join(folder.path, "course");
  const args = [join(copy, "dist", "harness", "cli.js"), "release", "udp-echo", "--language", "python", "--out", out];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  expect(stderr).toMatch(/^error: \S+ would give away reference\/udp-echo\/solution\/server\.ts: /);
  expect(status).toBe(3);
  expect(readdirSync(folder.path)).toEqual(["wiregrade"]);
});

test("Classroom 50's autograder grades a checkout with a grader that is not the student's", async () => {
  using folder = folderWith({});
  const [bundle, checkout] = [join(folder.path, "bundle"), join(folder.path, "checkout")];
  expect((await wiregrade(["release", "udp-echo", "--language", "python", "--classroom50", "--out", bundle])).code).toBe(0);
  cpSync(packageFile("reference", "udp-echo", "examples", "strips-spaces-python"), checkout, { recursive: true });
  const identity = { CLASSROOM: "net", ASSIGNMENT: "echo", SUBMISSION_TAG: "submit/1", COMMIT_URL: "https://c.example/1", RELEASE_URL: "https://r.example/1" };
  const { status } = spawnSync("python3", [join(bundle, "autograder.py")], { cwd: checkout, env: { ...process.env, ...identity, NODE_OPTIONS: "" } });
  expect(status).toBe(0);
  const {
    score,
    "max-score": most,
    tests,
  } = JSON.parse(readFileSync(join(checkout, "result.json"), "utf8")) as {
    score: number;
    "max-score": number;
    tests: { passed: boolean; "max-score": number; "test-name": string }[];
  };
  expect(score).toBeLessThan(most);
  expect(score).toBeGreaterThan(most / 2);
  expect(tests.flatMap(({ passed, "max-score": points, "test-name": name }) => (!passed && points > 0 ? [name] : []))).toEqual([
    "server: leaves digits, punctuation and spaces as they are",
    "server: leaves all other byte values as they are",
    // Held up by the one before.
    "server: leaves a letter as it is in a datagram that is not UTF-8 as a whole",
  ]);
});

/** What Gradescope has: its folders, the zip unpacked, the grader's packages installed. */
async function gradescope(
  folder: string,
  lab: string,
): Promise<{ status: number | null; results: () => { score: number; output: string; tests: { visibility: string; status: string }[] } }> {
  const zip = join(folder, "autograder.zip");
  expect((await wiregrade(["release", lab, "--language", "python", "--gradescope", "--out", zip])).code).toBe(0);
  for (const name of ["source", "results"]) mkdirSync(join(folder, name));
  execFileSync("python3", ["-m", "zipfile", "-e", zip, join(folder, "source")]);
  symlinkSync(packageFile("node_modules"), join(folder, "source", "wiregrade", "node_modules"));
  const { status } = spawnSync("bash", [join(folder, "source", "run_autograder")], { env: { ...process.env, AUTOGRADER_ROOT: folder, NODE_OPTIONS: "" } });
  return { status, results: () => JSON.parse(readFileSync(join(folder, "results", "results.json"), "utf8")) as never };
}

// Level `user` needs root, as there is in Gradescope's containers.
const isRoot = process.getuid?.() === 0;

(isRoot ? describe : describe.skip)("Gradescope's container", () => {
  test("a right submission has full score, hidden checks are for staff", async () => {
    using folder = folderWith({});
    cpSync(packageFile("reference", "udp-echo", "examples", "right-python"), join(folder.path, "submission"), { recursive: true });
    const { status, results } = await gradescope(folder.path, "udp-echo");
    expect(status).toBe(0);
    const { score, tests } = results();
    expect(score).toBe(105);
    expect(tests.filter(({ visibility }) => visibility === "hidden").length).toBeGreaterThan(3);
    expect(tests.every((one) => one.status === "passed")).toBe(true);
  });

  test("without a program the score is 0 and tells why; the zip holds no solution", async () => {
    using folder = folderWith({
      "submission/wiregrade.json": '{ "lab": "udp-echo", "commands": { "server": "python3 server.py", "client": "nothing-such" } }',
    });
    const { status, results } = await gradescope(folder.path, "udp-echo");
    expect(status).toBe(0);
    expect(results().score).toBe(0);
    expect(results().output).toContain("nothing-such");
    const packed = await textsBelow([join(folder.path, "source", "wiregrade")], (file) => !file.includes("node_modules"), folder.path);
    expect([...packed.keys()].filter((file) => /reference\/[^/]+\/(?!hidden\/)/.test(file))).toEqual([]);
  });

  test("a hostile submission reads nothing hidden, and forges no results", async () => {
    const server = [
      "import os, sys",
      "root = @ROOT@",
      "def try_to(what, action):",
      "    try:",
      "        action()",
      "        sys.stderr.write('DID %s\\n' % what)",
      "    except OSError as problem:",
      "        sys.stderr.write('kept from %s: %s\\n' % (what, problem.strerror))",
      "try_to('read hidden', lambda: open(root + '/source/wiregrade/reference/udp-echo/hidden/rubric.json').read())",
      "for path in ('results/results.json', 'results/forged', 'source/wiregrade/dist/harness/cli.js', 'submission/server.py'):",
      "    try_to('write ' + path, lambda: open(os.path.join(root, path), 'a').write('FORGED'))",
      'print(\'{"score": 1000, "tests": []}\', flush=True)',
      // Whoever started it, and whoever started that, up to the tests' own process.
      "pid = os.getppid()",
      "while pid > 1 and pid != @SPARED@:",
      "    parent = int(open('/proc/%d/stat' % pid).read().rsplit(')', 1)[1].split()[1])",
      "    try_to('kill', lambda: os.kill(pid, 9))",
      "    pid = parent",
      "sys.exit(3)",
      "",
    ].join("\n");
    using folder = folderWith({ "submission/wiregrade.json": '{ "lab": "udp-echo", "commands": { "server": "python3 server.py" } }' });
    // As open as Gradescope's own folders are.
    chmodSync(folder.path, 0o755);
    writeFileSync(join(folder.path, "submission", "server.py"), server.replace("@ROOT@", JSON.stringify(folder.path)).replace("@SPARED@", String(process.pid)));
    const { status, results } = await gradescope(folder.path, "udp-echo");
    expect(status).toBe(0);
    const text = readFileSync(join(folder.path, "results", "results.json"), "utf8");
    expect(results().score).toBe(0);
    expect(results().tests.length).toBeGreaterThan(20);
    expect(text).toContain("kept from read hidden: Permission denied");
    expect(text).toContain("kept from kill: Operation not permitted");
    expect(text).not.toMatch(/DID|FORGED/);
    expect(readdirSync(join(folder.path, "results"))).toEqual(["results.json"]);
    expect(readFileSync(join(folder.path, "submission", "server.py"), "utf8")).not.toMatch(/FORGED$/);
  });
});
