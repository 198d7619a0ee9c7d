// `npm run first-day`: does what a student does on the first day, in each language, in an empty folder, and writes it down in
// docs/first-day.md: the lab as it is released, its first run, a first check, and all checks with a right program in the skeleton's place.
// Installs packages from the registry.

import { spawnSync } from "node:child_process";
import { cpSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { scratchFolder } from "./scratch-folder.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
/** A right program in each language, below reference/. */
const DAYS = [
  { language: "typescript", lab: "tcp-echo", right: "tcp-echo/solution" },
  { language: "python", lab: "tcp-echo", right: "tcp-echo/examples/right-python" },
  { language: "c", lab: "tcp-echo", right: "tcp-echo/examples/right-c" },
  { language: "go", lab: "tcp-echo", right: "tcp-echo/examples/right-go" },
  { language: "java", lab: "udp-echo", right: "udp-echo/examples/right-java" },
];
const FIRST_CHECK = "answers";

const scratch = scratchFolder("first-day");

/** Runs a command as a student would, and returns what it said and its exit code. */
function run(command, cwd) {
  const { status, stdout, stderr } = spawnSync(command, { cwd, shell: true, encoding: "utf8", env: { ...process.env, NO_COLOR: "1", CI: undefined } });
  return { status, text: `${stdout}${stderr}` };
}

/** The first failure of a run of jest, and the score at its end. */
function gist(text) {
  const lines = text.split("\n").map((line) => line.trimEnd());
  const start = lines.findIndex((line) => line.startsWith("  ● "));
  const end = lines.findIndex((line, index) => index > start && line.includes("rests on"));
  const failure = start === -1 ? [] : [...lines.slice(start, end + 1), "...", ""];
  const score = lines.findIndex((line) => /: score /.test(line));
  const tests = lines.find((line) => line.startsWith("Tests:")) ?? "";
  return [...failure, lines[score] ?? "no score", tests].join("\n");
}

const day = ({ language, lab, right }) => {
  const folder = join(scratch, language);
  const shown = [];
  const tell = (command, text) => shown.push(`$ ${command}`, ...(text === "" ? [] : [text, ""]));
  const expect = (command, { status, text }, wanted) => {
    if (status === wanted) return text;
    console.error(`${language}: ${command} ended with ${status}, not ${wanted}:\n${text}`);
    process.exit(1);
  };
  const release = `npx wiregrade release ${lab} --language ${language} --out my-${lab}`;
  expect(release, run(`node ${join(root, "dist/harness/cli.js")} release ${lab} --language ${language} --out ${folder}`, scratch), 0);
  tell(release, "");
  tell(`cd my-${lab} && ls`, readdirSync(folder).join("  "));
  expect("npm install", run("npm install", folder), 0);
  tell("npm install", "");
  tell("npm test", gist(expect("npm test", run("npm test", folder), 1)));
  // Then somebody has written the program.
  for (const file of readdirSync(folder)) if (/\.(ts|py|c|java|mod)$|^(Makefile|cmd)$/.test(file)) rmSync(join(folder, file), { recursive: true });
  cpSync(join(root, "reference", right), folder, {
    recursive: true,
    filter: (path) => !/node_modules|\.wiregrade|package\.json$/.test(path.slice(root.length)),
  });
  const one = `npm test -- --check ${FIRST_CHECK}`;
  tell(one, gist(expect(one, run(one, folder), 0)));
  tell("npm test", gist(expect("npm test", run("npm test", folder), 0)));
  console.log(`${language}: ${shown.at(-2)?.split("\n")[0]}`);
  return `## ${lab} in ${language}\n\n\`\`\`console\n${shown.join("\n").trimEnd()}\n\`\`\`\n`;
};

const text = `# The first day, in each language

Written by \`npm run first-day\`: each was done in an empty folder. Between the first \`npm test\` and the second command a right program took the place of the skeleton.

${DAYS.map(day).join("\n")}`;
writeFileSync(join(root, "docs", "first-day.md"), text);
