import { execFile } from "node:child_process";
import { accessSync, constants, readFileSync } from "node:fs";
import { availableParallelism, freemem, loadavg, platform, release, tmpdir, totalmem } from "node:os";
import { promisify } from "node:util";
import { probeIsolation } from "../batch/probe-isolation.js";
import { findCgroup } from "../batch/worker-cgroup.js";
import { labNames } from "../lab/load-lab.js";
import { machinePath } from "../process/environment.js";
import { LEVELS } from "../process/isolation.js";
import { missingProgram } from "../process/find-program.js";
import { hasProc } from "../process/proc.js";
import { LOOK_MS } from "../process/watch-limits.js";
import { loadRealSoftware, missingNeeds } from "../proof/real-software.js";
import { paintFor } from "../report/paint.js";
import { oneLine } from "../text/visible.js";
import { canBind } from "../world/ports.js";
import { columnWidth } from "./column-width.js";
import { findSystem } from "./operating-system.js";

const run = promisify(execFile);

interface Finding {
  what: string;
  ok: boolean;
  /** What follows from it. */
  tells: string;
}

/** Tool chains that submissions may need; each is optional. */
const TOOLS: [name: string, args: string[], serves: string][] = [
  ["python3", ["--version"], "submissions in Python"],
  ["gcc", ["--version"], "submissions in C"],
  ["make", ["--version"], "builds with make"],
  ["go", ["version"], "submissions in Go"],
  ["javac", ["-version"], "submissions in Java"],
  ["java", ["-version"], "submissions in Java"],
];

/** `wiregrade doctor`: what this machine can do. Exit code 3 where grading cannot work at all. */
export async function doctor(): Promise<number> {
  const paint = paintFor(process.stdout);
  const system = findSystem();
  const needed = [{ what: `${platform()} ${release()}`, ok: system.works, tells: system.tells }, await findNode(), findTemporaryFolder(), await findMkfifo()];
  const fairness = [findTables(), await findAddresses(), findReceiveBuffer(), findLoad()];
  const isolation = await findIsolation();
  const tools = await Promise.all(TOOLS.map(([name, args, serves]) => findCommand(name, args, serves)));
  const software = await findRealSoftware();
  for (const [title, findings] of [
    ["needed", needed],
    ["for grading well", fairness],
    ["isolation of submissions", isolation],
    ["for submissions in other languages", tools],
    ["real software that labs are tried against (optional)", software],
  ] as const) {
    if (findings.length === 0) continue;
    console.log(paint.bold(title));
    const width = columnWidth(findings.map(({ what }) => what));
    for (const { what, ok, tells } of findings)
      console.log(`  ${ok ? paint.green("✓") : paint.yellow("-")} ${what.padEnd(width)}${paint.dim(oneLine(tells, 120))}`);
  }
  return needed.every(({ ok }) => ok) ? 0 : 3;
}

async function findCommand(name: string, args: string[], serves: string): Promise<Finding> {
  try {
    const { stdout, stderr } = await run(name, args, { env: { PATH: machinePath() }, timeout: 10_000 });
    return { what: name, ok: true, tells: (stdout + stderr).trim().split("\n")[0] ?? "" };
  } catch {
    return { what: `${name}: not found`, ok: false, tells: `without it: no ${serves}` };
  }
}

/** A browser, and what is in reference/<lab>/real; nothing where there is no reference/. */
async function findRealSoftware(): Promise<Finding[]> {
  const labs = await Promise.all((await labNames()).map(async (lab) => ({ lab, software: [...(await loadRealSoftware(lab))] })));
  const findings = await Promise.all(
    labs.flatMap(({ lab, software }) =>
      software.map(async ([name, one]) => {
        const missing = await missingNeeds(one);
        return missing.length === 0
          ? { what: name, ok: true, tells: lab }
          : { what: `${name}: ${missing.join(", ")} not found`, ok: false, tells: `${lab} is not tried against it; ${one.install}` };
      }),
    ),
  );
  return findings.length === 0 ? [] : [await findCommand("chromium", ["--version"], "tests in a browser; apt-get install chromium"), ...findings];
}

/** Each level, tried as it is used in earnest. */
async function findIsolation(): Promise<Finding[]> {
  const obstacles = await probeIsolation();
  const works = {
    bubblewrap: "namespaces of their own for processes, files and network: for submissions that nobody has looked at",
    user: "a user id of its own for each submission: files that are open to everybody, and the network, are shared",
    process: "ordinary processes of yours: only for what you would run by hand",
  };
  return [...LEVELS.map((level) => ({ what: level, ok: obstacles[level] === null, tells: obstacles[level] ?? works[level] })), findMemoryLimits()];
}

function findMemoryLimits(): Finding {
  const found = findCgroup();
  return typeof found === "string"
    ? { what: `memory limits: by looking every ${LOOK_MS} ms`, ok: false, tells: `no cgroup: ${found}` }
    : { what: `memory limits: by cgroup v${found.version}`, ok: true, tells: "the kernel's own, on a program with all that it starts (not at level process)" };
}

function findNode(): Promise<Finding> {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const ok = major > 20 || (major === 20 && minor >= 19);
  return Promise.resolve({ what: `node ${process.version}`, ok, tells: ok ? "" : "20.19 or later is needed" });
}

/** Looked for and not run: not every system's takes --version. */
async function findMkfifo(): Promise<Finding> {
  const ok = (await missingProgram("mkfifo", ".", machinePath())) === null;
  return { what: ok ? "mkfifo" : "mkfifo: not found", ok, tells: `${ok ? "" : "without it: no "}pipes for the programs' standard streams` };
}

function findTemporaryFolder(): Finding {
  try {
    accessSync(tmpdir(), constants.W_OK);
    return { what: "temporary folder", ok: true, tells: tmpdir() };
  } catch {
    return { what: "temporary folder", ok: false, tells: `${tmpdir()} cannot be written: set TMPDIR to a folder that can` };
  }
}

function findTables(): Finding {
  return hasProc
    ? { what: "kernel tables (/proc)", ok: true, tells: "readiness is seen without touching a program; a starved program is forgiven" }
    : {
        what: "kernel tables (/proc): none",
        ok: false,
        tells: "readiness by a line on stdout or lsof; waiting for the CPU cannot be told from idling, CPU time is not limited",
      };
}

async function findAddresses(): Promise<Finding> {
  const ok = (await canBind("127.0.0.77")) && (await canBind("127.0.3.9"));
  return ok
    ? { what: "loopback addresses 127.0.0.0/8", ok, tells: "all usable" }
    : { what: "loopback addresses: 127.0.0.1 only", ok, tells: "checks with a second address are skipped (macOS: sudo ifconfig lo0 alias 127.0.0.77)" };
}

function findReceiveBuffer(): Finding {
  try {
    const bytes = Number(readFileSync("/proc/sys/net/core/rmem_max", "latin1"));
    const ok = bytes >= 1 << 20;
    return {
      what: `UDP receive buffer ${Math.round(bytes / 1024)} KiB`,
      ok,
      tells: ok ? "room for bursts" : "small: sysctl net.core.rmem_max=4194304 gives bursts more room",
    };
  } catch {
    return { what: "UDP receive buffer: unknown", ok: false, tells: "not told by this system" };
  }
}

function findLoad(): Finding {
  const cores = availableParallelism();
  const load = loadavg()[0] ?? 0;
  const memory = `${(freemem() / 2 ** 30).toFixed(1)} of ${(totalmem() / 2 ** 30).toFixed(1)} GiB memory free`;
  const ok = load <= cores;
  return { what: `${cores} cores, load ${load.toFixed(1)}`, ok, tells: ok ? memory : `busy: grading takes longer, scores stay the same; ${memory}` };
}
