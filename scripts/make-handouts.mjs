// `npm run handouts`: makes labs/<lab>/HANDOUT.md from its HANDOUT.md.hbs, the shared parts in templates/handout/ and the lab's
// rubric. With `--check` it writes nothing, and exits 1 if a handout is not what it would write.

import Handlebars from "handlebars";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { format } from "prettier";

const root = fileURLToPath(new URL("..", import.meta.url));
const ENDING = ".md.hbs";
const NOTICE = "<!-- Made from HANDOUT.md.hbs by `npm run handouts`: change that, not this. -->";

// An instance of its own. What comes out is Markdown, not HTML, so nothing is escaped; a name that means nothing is an error.
const handlebars = Handlebars.create();
const options = { noEscape: true, strict: true };
const parts = join(root, "templates", "handout");
for (const file of readdirSync(parts).filter((name) => name.endsWith(ENDING)))
  handlebars.registerPartial(basename(file, ENDING), readFileSync(join(parts, file), "utf8"));

/**
 * What a handout may say of its checks: { roles: [{ role, checks: [{ id, title, level, points }] }], hiddenPoints, hasBeyond, several,
 * aRole, aTitle }; the last two as examples. */
function checksOf(lab) {
  const { checks, hiddenPoints = 0 } = JSON.parse(readFileSync(join(root, "labs", lab, "rubric.json"), "utf8"));
  const names = [...new Set(checks.map(({ role }) => role))];
  const roles = names.map((name) => ({ role: name, checks: checks.filter(({ role }) => role === name).map(asRow) }));
  const aTitle = checks[0].title.split(" ").slice(0, 3).join(" ");
  return { roles, hiddenPoints, hasBeyond: checks.some(({ level }) => level === "beyond"), several: names.length > 1, aRole: names[0], aTitle };
}

/** Titles stand in cells of a Markdown table. */
function asRow({ id, title, level, points }) {
  return { id, title: title.replaceAll("|", "\\|"), level, points };
}

/** The messages of a lab's protocol, where it has a wire.schema.json: [{ example, description }], an example on one line. */
function messagesOf(lab) {
  const file = join(root, "labs", lab, "wire.schema.json");
  if (!existsSync(file)) return [];
  const { anyOf, $defs } = JSON.parse(readFileSync(file, "utf8"));
  return anyOf.map(({ $ref }) => $defs[basename($ref)]).map(({ description, examples: [example] }) => ({ description, example: shortened(example) }));
}

/** A peer is shown as a ref where its three fields would hide the rest. */
function shortened(example) {
  return JSON.stringify(example).replace(/\{"id":\d+,"host":"[^"]*","port":\d+\}/g, "ref");
}

async function handoutOf(lab, template) {
  const text = handlebars.compile(readFileSync(template, "utf8"), options)({ ...checksOf(lab), messages: messagesOf(lab) });
  return await format(`${NOTICE}\n\n${text}`, { parser: "markdown", printWidth: 120 });
}

const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } });
for (const lab of readdirSync(join(root, "labs"))) {
  const [template, handout] = [join(root, "labs", lab, "HANDOUT.md.hbs"), join(root, "labs", lab, "HANDOUT.md")];
  if (!existsSync(template)) continue;
  const text = await handoutOf(lab, template);
  if (existsSync(handout) && readFileSync(handout, "utf8") === text) continue;
  if (values.check) {
    console.error(`${relative(root, handout)} is stale: run \`npm run handouts\``);
    process.exitCode = 1;
  } else writeFileSync(handout, text);
}
