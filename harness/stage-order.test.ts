import { describe, expect, test } from "@jest/globals";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, relative } from "node:path";
import { packageFile } from "./text/package-root.js";

/** Stages from left to right; those of one line know nothing of each other. A stage imports only from stages to its left. */
const STAGES: readonly (readonly string[])[] = [
  ["errors"],
  ["text"],
  ["submission", "process"],
  ["world"],
  ["transcript"],
  ["protocols"],
  ["judge"],
  ["lab"],
  ["score"],
  ["report"],
  ["gradebook", "release"],
  ["batch"],
  ["proof"],
  ["student"],
  ["runs"],
  ["pipeline"],
  ["worker", "commands"],
  ["cli", "jest-cli"],
  ["e2e"],
];

/** Single steps aside: a manifest's commands are parsed as programs are started. */
const ALLOWED = new Map([["submission/manifest.ts", ["process/command.ts"]]]);

/** What a lab may import: names from anywhere, and is itself imported by labs alone. */
const SURFACE = "index.ts";

interface Source {
  /** From the package's root: "harness/world/net.ts". */
  path: string;
  text: string;
  /** Import specifiers, with those of types. */
  imports: string[];
}

function sourcesIn(folder: string): Source[] {
  const found = readdirSync(packageFile(folder), { recursive: true, withFileTypes: true }).flatMap((entry) => {
    const path = relative(packageFile(), join(entry.parentPath, entry.name));
    return entry.isFile() && path.endsWith(".ts") && !path.includes("node_modules") && !path.includes("skeleton/") ? [path] : [];
  });
  return found.sort().map((path) => {
    const text = readFileSync(packageFile(path), "utf8");
    return { path, text, imports: importsOf(withoutComments(text)) };
  });
}

function importsOf(code: string): string[] {
  return [...code.matchAll(/(?:\bfrom\s+|\bimport\s*\(\s*|^\s*import\s+)"([^"]+)"/gm)].map((match) => match[1] as string);
}

/** Without comments; strings that look like comments (a URL) keep their text. */
function withoutComments(code: string): string {
  return code.replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, (token) =>
    token.startsWith("/") ? "" : token,
  );
}

/** Tests, and what only tests import: arbitrary-*.ts, test-*.ts. */
const isTest = (path: string) => /(^|\/)(test-[^/]+|arbitrary-[^/]+|[^/]+\.test)\.ts$/.test(path);

/** Where a relative import leads: "harness/world/net.ts". */
function target(from: Source, specifier: string): string {
  return posix.normalize(posix.join(dirname(from.path), specifier)).replace(/\.js$/, ".ts");
}

const stageOf = (path: string): string => path.split("/")[1]?.replace(/\.ts$/, "") ?? "";
const rankOf = (stage: string): number => STAGES.findIndex((stages) => stages.includes(stage));

const harness = sourcesIn("harness").filter(({ path }) => !isTest(path));
const labs = sourcesIn("labs").filter(({ path }) => !isTest(path));
const relativeImports = (source: Source) => source.imports.filter((specifier) => specifier.startsWith(".")).map((specifier) => target(source, specifier));

describe("the reader of imports", () => {
  test("finds every kind, and none in a comment", () => {
    const code =
      'import a from "./a.js";\nimport type {\n  B,\n} from "./b.js";\nexport { c } from "./c.js";\nconst d = await import("./d.js");\ntype E = import("./e.js").E;\nimport "./f.js";\n// import "./g.js";\n/* from "./h.js" */\nconst u = "http://x";';
    expect(importsOf(withoutComments(code))).toEqual(["./a.js", "./b.js", "./c.js", "./d.js", "./e.js", "./f.js"]);
  });

  test("finds the sources", () => {
    expect(harness.length).toBeGreaterThan(60);
    expect(labs.map(({ path }) => path)).toContain("labs/tcp-echo/dissect.ts");
    expect(harness.find(({ path }) => path === "harness/pipeline.ts")?.imports).toContain("./judge/judge-all.js");
  });
});

describe("in the harness", () => {
  test("every folder and file has its place in the order", () => {
    expect(harness.map(({ path }) => path).filter((path) => path !== `harness/${SURFACE}` && rankOf(stageOf(path)) < 0)).toEqual([]);
  });

  test("a stage imports only what stands to its left, and itself", () => {
    const backward = harness.flatMap((source) => {
      if (source.path === `harness/${SURFACE}`) return [];
      const stage = stageOf(source.path);
      return relativeImports(source).flatMap((to) => {
        const other = stageOf(to);
        if (other === stage || (rankOf(other) >= 0 && rankOf(other) < rankOf(stage))) return [];
        return ALLOWED.get(source.path.replace("harness/", ""))?.includes(to.replace("harness/", "")) === true ? [] : [`${source.path} imports ${to}`];
      });
    });
    expect(backward).toEqual([]);
  });

  test("nothing imports what is there for labs, or for tests", () => {
    const wrong = harness.flatMap((source) =>
      source.imports.flatMap((specifier) =>
        specifier === "#harness" || isTest(target(source, specifier)) || target(source, specifier) === `harness/${SURFACE}`
          ? [`${source.path} imports ${specifier}`]
          : [],
      ),
    );
    expect(wrong).toEqual([]);
  });

  test("no source imports itself in the end", () => {
    const edges = new Map(harness.map((source) => [source.path, relativeImports(source)]));
    expect(circleIn(edges)).toEqual([]);
    expect(
      circleIn(
        new Map([
          ["a", ["b"]],
          ["b", ["c"]],
          ["c", ["b"]],
        ]),
      ),
    ).toEqual(["b", "c", "b"]);
  });

  test("no source names a lab", () => {
    const names = readdirSync(packageFile("labs"));
    expect(names).toContain("tcp-echo");
    const wrong = harness.flatMap((source) => {
      // A mend shows what a manifest looks like.
      const text = withoutComments(source.text).replace(/^.*\bmend: .*$/gm, "");
      return names.filter((name) => text.includes(name)).map((name) => `${source.path} names ${name}`);
    });
    expect(wrong).toEqual([]);
  });
});

describe("a lab", () => {
  test("imports from #harness and its own folder alone", () => {
    const wrong = labs.flatMap((source) => {
      const own = source.path.split("/").slice(0, 2).join("/");
      return source.imports.flatMap((specifier) =>
        specifier === "#harness" || (specifier.startsWith(".") && target(source, specifier).startsWith(`${own}/`))
          ? []
          : [`${source.path} imports ${specifier}`],
      );
    });
    expect(wrong).toEqual([]);
  });
});

/** The first circle of imports, from one file to itself; empty if there is none. */
function circleIn(edges: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  function walk(file: string, way: readonly string[]): string[] {
    const seen = way.indexOf(file);
    if (seen >= 0) return [...way.slice(seen), file];
    if (done.has(file)) return [];
    for (const next of edges.get(file) ?? []) {
      const circle = walk(next, [...way, file]);
      if (circle.length > 0) return circle;
    }
    done.add(file);
    return [];
  }
  for (const file of edges.keys()) {
    const circle = walk(file, []);
    if (circle.length > 0) return circle;
  }
  return [];
}
