import { expect, test } from "@jest/globals";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { folderWith } from "../e2e/run-cli.js";
import type { DialogueLine } from "../judge/verdict.js";
import { annotations, stepSummary } from "./github-actions.js";
import { inertResults } from "./inert-results.js";
import { sequenceDiagram } from "./mermaid.js";
import { sourceFile } from "./source-file.js";
import { HOSTILE, hostileResults, makeCause, makeTestResult, makeVerdict, UNSEEN } from "./test-results.js";

const line = (parts: Partial<DialogueLine>): DialogueLine => ({
  event: 1,
  at: 12,
  side: "from-student",
  who: "client",
  text: "hello",
  marked: false,
  ...parts,
});

test("each failure is one workflow command on the file of its role", () => {
  const verdicts = [
    makeVerdict("a"),
    makeVerdict("b", { status: "fail", title: "100 %, at once: yes" }),
    makeVerdict("c", { status: "fail", level: "beyond" }),
    makeVerdict("d", { status: "skip", reason: "b failed" }),
  ];
  expect(annotations({ verdicts }, (role) => `src/${role},1.py`)).toEqual([
    "::error file=src/server%2C1.py,title=server%3A 100 %25%2C at once%3A yes::the reply is not in upper case%0Ahint: Turn a-z into A-Z.%0Arests on course notes 1.7.2; npx wiregrade test --check b",
  ]);
});

test("GitHub shows ten: the tenth tells how many more there are", () => {
  const failing = (count: number) => ({ verdicts: Array.from({ length: count }, (_, index) => makeVerdict(String(index), { status: "fail" })) });
  expect(annotations(failing(10), () => "a.c")).toHaveLength(10);
  const twelve = annotations(failing(12), () => "a.c");
  expect(twelve).toHaveLength(10);
  expect(twelve.at(-1)).toMatch(/title=3 more checks failed/);
});

test("what a program said gives no orders", () => {
  for (const result of inertResults(hostileResults()))
    for (const command of annotations(result, () => "a.c")) {
      expect(command).toMatch(/^::error file=a\.c,title=[^:,\n]*::[^\n\r]*$/);
      expect(command).not.toMatch(UNSEEN);
    }
});

/** All that a line of our diagrams may be: nothing else of Mermaid's syntax. */
const DIAGRAM_LINE = /^ {4}(?:participant (?:w\d+|p) as|(?:w\d+->>p|p->>w\d+):|Note over (?:w0,p|p):)(?: (?:[\p{L}\p{N} .,()=+/_-]|#\d+;)*)$/u;

test("the dialogue is a diagram in which no text is syntax", () => {
  const dialogue = [
    line({ side: "to-student", who: HOSTILE, text: HOSTILE }),
    line({ text: "x->>y: ; end\n%% end", marked: true }),
    line({ side: "note", who: "server", text: "ended" }),
  ];
  const [first, ...rest] = sequenceDiagram(dialogue, "your server").split("\n");
  expect(first).toBe("sequenceDiagram");
  for (const row of rest) expect(row).toMatch(DIAGRAM_LINE);
  expect(rest.at(-2)).toBe("    p->>w1: #62; x-#62;#62;y#58; #59; #101;nd#10;#37;#37; #101;nd (12 ms)");
});

test("a long dialogue is cut around the failure", () => {
  const dialogue = Array.from({ length: 500 }, (_, index) => line({ text: `line ${index}`.padEnd(1000, "x"), marked: index === 300 }));
  const diagram = sequenceDiagram(dialogue, "your server");
  expect(diagram).toContain("#62; line 300");
  expect(diagram.length).toBeLessThan(50_000);
});

test("the summary draws the first failure, and holds the report", () => {
  const cause = makeCause({ dialogue: [line({ marked: true })] });
  const summary = stepSummary(makeTestResult("ada", [makeVerdict("a", { status: "fail", cause })]));
  expect(summary).toMatch(/```mermaid\nsequenceDiagram\n[^]*```\n\n# some/);
  expect(stepSummary(makeTestResult("ada", [makeVerdict("a")]))).not.toContain("mermaid");
  const long = makeCause({ dialogue: [], expected: "x".repeat(600), actual: "y".repeat(600), message: "no" });
  const many = Array.from({ length: 2000 }, (_, index) => makeVerdict(String(index), { status: "fail", cause: long }));
  expect(stepSummary(makeTestResult("ada", many))).toBe("some-lab: 0/20000. The log of this step tells more.\n");
});

test.each([
  ["python3 server.py", "server.py"],
  ["node build/client.js", "client.ts"],
  ["./tool", "tool.c"],
  ["./bin/peer", "cmd/peer/main.go"],
  ["java -cp out Server", "Server.java"],
  ["cat /etc/hostname.txt", "wiregrade.json"],
  ["cat ../other.py", "wiregrade.json"],
  ["ruby missing.rb", "wiregrade.json"],
])("%s is written in %s", (command, file) => {
  using folder = folderWith({ "server.py": "", "client.ts": "", "tool.c": "", "cmd/peer/main.go": "", "Server.java": "", "wiregrade.json": "{}" });
  mkdirSync(join(folder.path, "build"));
  expect(sourceFile(folder.path, command.split(" "))).toBe(file);
});
