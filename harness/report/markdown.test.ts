import { expect, test } from "@jest/globals";
import { marked } from "marked";
import type { Cause } from "../judge/verdict.js";
import { makeReport } from "./formats.js";
import { paintFor } from "./paint.js";
import { hostileResults, makeCause, makeTestResult, makeVerdict } from "./test-results.js";

const markdown = async (...results: Parameters<typeof makeReport>[1]) => await makeReport("markdown", results, paintFor({}, {}));

test("a table of all, then why each lost points", async () => {
  const difference = { offset: 1, expected: '"HI"', actual: '"Hi"', caret: 2 };
  const verdicts = [
    makeVerdict("a"),
    makeVerdict("b", { status: "fail", cause: makeCause({ difference }), visibility: "hidden" }),
    makeVerdict("c", { status: "skip", reason: "b failed" }),
  ];
  expect(await markdown(makeTestResult("ada", verdicts), makeTestResult("bob", [makeVerdict("a")], { bonus: 5 }))).toBe(`# some-lab: 2 submissions

| Submission | Score | Bonus | Complete | Note |
| ---------- | ----: | ----: | -------- | ---- |
| \`ada\` | 10/30 | 0 | yes | \`fails b; 1 skipped for it\` |
| \`bob\` | 10/10 | 5 | yes |  |

## \`ada\`: 10/30

**server: title of b**: 0/10 (hidden). \`the reply is not in upper case\`

\`\`\`text
expected  "HI"
received  "Hi"
            ^ byte 1
\`\`\`

Hint: Turn a-z into A-Z. Rests on course notes 1&#46;7&#46;2.

- server: title of c: 0/10. \`skip: b failed\`
`);
});

test("hostile texts make no HTML, no link, no image, no mention, and no cell", async () => {
  const html = marked.parse(await markdown(...hostileResults())) as string;
  const tags = new Set([...html.matchAll(/<([a-z0-9]+)/g)].map((match) => match[1]));
  expect(tags).toEqual(new Set(["code", "h1", "h2", "li", "p", "pre", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"]));
  expect(html.match(/<tr>/g)).toHaveLength(4);
  expect(html.match(/<td/g)).toHaveLength(15);
  // GitHub and GitLab look for these in what is no code, once more.
  const text = html.replace(/<code[\s\S]*?<\/code>/g, "").replaceAll("&#39;", "'");
  expect(text).not.toMatch(/[@#][a-z0-9]/);
  expect(text).not.toMatch(/<a\b|<img/);
});

test("a program that could not be run is told once, with the checks that it costs", async () => {
  const cause = (detail: Partial<Cause>) => makeCause({ message: "the build failed: make: exit status 2", run: "", hint: "Mend this first.", ...detail });
  const failed = (check: string, detail: Partial<Cause> = {}) => makeVerdict(check, { status: "fail", cause: cause(detail) });
  const text = await markdown(makeTestResult("ada", [failed("a", { detail: ["a.c:1: error: no"] }), failed("b"), makeVerdict("c", { status: "fail" })]));
  expect(text.slice(text.indexOf("## "))).toBe(`## \`ada\`: 0/30

\`the build failed: make: exit status 2\`

\`\`\`text
a.c:1: error: no
\`\`\`

It costs 2 checks of server. Hint: Mend this first.

**server: title of c**: 0/10. \`the reply is not in upper case\`

Hint: Turn a-z into A-Z. Rests on course notes 1&#46;7&#46;2.
`);
});
