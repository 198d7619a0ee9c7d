// `npm run failures`: makes docs/failures.md, failures as a student sees them: mutants of the reference solutions, each graded on the
// check that it is bound to fail.

import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadMutants, writeMutant } from "../dist/harness/proof/mutant.js";
import { scratchFolder } from "./scratch-folder.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const CHOSEN = [
  ["tcp-echo", "server-takes-a-piece-for-a-line", "puts-a-split-line-together"],
  ["tcp-echo", "server-one-client-at-a-time", "serves-while-another-is-silent"],
  ["tcp-echo", "server-adds-lf-to-last-line", "answers-an-unfinished-line"],
  ["tcp-echo", "server-strips-spaces", "leaves-other-characters"],
  ["tcp-echo", "client-never-shuts-down", "client-shuts-down"],
  ["udp-echo", "server-leaves-a-and-z", "answers-in-upper-case"],
  ["udp-echo", "server-1024-byte-buffer", "answers-1400-bytes"],
  ["udp-echo", "server-dies-on-invalid-utf8", "survives-high-bytes"],
  ["udp-echo", "client-sends-four-times", "client-makes-three-sends"],
  ["udp-echo", "client-takes-a-stale-reply", "client-takes-no-late-duplicate"],
  ["http-server", "server-no-blank-line", "serves-a-file"],
  ["http-server", "server-text-mode", "sends-binary-files"],
  ["http-server", "server-length-in-characters", "counts-bytes"],
  ["http-server", "server-head-with-content", "head-without-body"],
  ["http-server", "server-loses-the-pipelined-request", "answers-pipelined"],
  ["http-server", "server-put-takes-one-read", "put-waits-for-its-body"],
  ["http-server", "server-form-is-not-escaped", "form-escapes"],
  ["http-server", "server-one-counter-for-all", "counts-each-client"],
  ["http-server", "server-leaves-the-root", "no-dots"],
  ["http-server", "server-closes-busy-connections", "keeps-busy-connections"],
  ["smtp-client", "client-no-dot-stuffing", "stuffs-dots"],
  ["smtp-client", "client-takes-the-first-reply-line", "replies-of-several-lines"],
  ["smtp-client", "client-ignores-refusals", "mail-refused"],
  ["smtp-client", "client-header-injection-by-subject", "no-header-injection"],
  ["pop3-server", "server-octets-of-the-file", "octets"],
  ["pop3-server", "server-no-stuffing", "stuffs-dots"],
  ["pop3-server", "server-removes-at-dele", "rset"],
  ["pop3-server", "server-lock-only-freed-at-quit", "lock-freed-after-a-drop"],
  ["pop3-server", "server-one-read-is-one-command", "in-pieces"],
  ["dht", "peer-any-pong-counts", "wrong-tx"],
  ["dht", "peer-farewell-is-not-repeated", "leaves-unheard"],
  ["dht", "peer-hands-a-legacy-back", "legacy-kept"],
];

const INTRODUCTION = `# Failures

What a student sees for typical mistakes, as \`wiregrade test\` prints it (made by \`npm run failures\`). The cause stands in the first lines; below it the
dialogue, where \`>\` marks the event that the failure is about; then a hint, and the clause that the check rests on.
`;

const scratch = scratchFolder("failures");
const parts = [INTRODUCTION];
for (const [lab, name, check] of CHOSEN) {
  const mutant = (await loadMutants(join(root, "reference", lab, "mutants"))).find((one) => one.name === name);
  const folder = join(scratch, name);
  await writeMutant(join(root, "reference", lab, "solution"), mutant, folder);
  const cli = join(root, "dist", "harness", "cli.js");
  const { stdout } = spawnSync(process.execPath, [cli, "test", folder, "--check", check, "--seed", "failures"], {
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
  });
  const { title } = JSON.parse(readFileSync(join(root, "labs", lab, "rubric.json"), "utf8")).checks.find(({ id }) => id === check);
  const lines = stdout.split("\n");
  const start = lines.findIndex((line) => line.includes("✗") && line.includes(title));
  if (start < 0) throw new Error(`${name} does not fail ${check}:\n${stdout}`);
  const end = lines.findIndex((line, index) => index > start && line.trim().startsWith("rests on"));
  parts.push(`## ${lab}: ${mutant.mistake}\n\n\`\`\`text\n${lines.slice(start, end + 1).join("\n")}\n\`\`\`\n`);
}
writeFileSync(join(root, "docs", "failures.md"), parts.join("\n"));
