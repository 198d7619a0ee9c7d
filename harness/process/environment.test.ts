import { expect, test } from "@jest/globals";
import { dirname } from "node:path";
import { NO_ISOLATION, sandboxFor } from "./isolation.js";
import { machinePath, runFolders } from "./environment.js";

const node = dirname(process.execPath);

test("the machine's PATH is freed from what npm puts in front of it, and holds this Node last", () => {
  expect(machinePath(`/home/a/lab/node_modules/.bin:/usr/lib/node_modules/npm/node_modules/@npmcli/run-script/lib/node-gyp-bin:/opt/x::/opt/x:/bin`)).toBe(
    `/opt/x:/bin:${node}`,
  );
  expect(machinePath(`${node}:/bin`)).toBe(`${node}:/bin`);
  expect(machinePath("")).toBe(node);
});

test("a program's environment is made, not inherited", () => {
  const kept = { ...process.env };
  try {
    Object.assign(process.env, {
      NODE_OPTIONS: "--no-warnings",
      HTTP_PROXY: "http://proxy",
      JEST_WORKER_ID: "1",
      npm_config_x: "y",
      JAVA_HOME: "/opt/java",
      RUSTUP_HOME: "/nowhere/rustup",
    });
    delete process.env["GOROOT"];
    const tools = { path: "/r/tools", inside: { path: "", folders: {} } };
    const environment = sandboxFor(NO_ISOLATION, tools).environment(runFolders("/r"), { TIMEOUT_MS: "50", HOME: "/other" });
    expect(environment).toMatchObject({ LANG: "C.UTF-8", TMPDIR: "/r/tmp", JAVA_HOME: "/opt/java", TIMEOUT_MS: "50", HOME: "/other" });
    expect(environment["PATH"]?.endsWith(":/r/tools")).toBe(true);
    // A tool chain's home is only named where there is one.
    for (const name of ["NODE_OPTIONS", "HTTP_PROXY", "JEST_WORKER_ID", "npm_config_x", "GOROOT", "RUSTUP_HOME"]) expect(environment).not.toHaveProperty(name);
  } finally {
    for (const name of Object.keys(process.env)) if (!(name in kept)) delete process.env[name];
    Object.assign(process.env, kept);
  }
});
