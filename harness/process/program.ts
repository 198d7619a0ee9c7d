import { execa } from "execa";
import type { Socket } from "node:net";
import type { Readable } from "node:stream";
import { errorMessage } from "../errors.js";
import { StreamMatcher, type SeededStream } from "../text/seeded-stream.js";
import type { RunFolders } from "./environment.js";
import type { ProcessEvent } from "./events.js";
import { tellsExit, withReport } from "./bubblewrap.js";
import { KeptOutput, type OutputCap } from "./kept-output.js";
import type { Sandbox } from "./isolation.js";
import { killProgram, registerProgram, signalAll, signalGroup } from "./kill.js";
import { entering, programCgroup, removeCgroup } from "./memory-cgroup.js";
import { openPipes } from "./pipes.js";
import { useOrdinaryPriority } from "./priority.js";
import { cpuMsOf } from "./proc.js";
import { LimitWatch, type Limits } from "./watch-limits.js";

export interface ProgramOptions {
  /** Its name in events. */
  name: string;
  role: string;
  command: string[];
  folders: RunFolders;
  sandbox: Sandbox;
  /** Its whole environment, as the sandbox has it. */
  env: Record<string, string>;
  /** Whether something will be written to its standard input; else it reads end of file. */
  withStdin: boolean;
  limits: Limits;
  emit: (event: ProcessEvent) => void;
  /** Called whenever it has written, or ended. */
  notify: () => void;
  outputCap?: OutputCap;
  /** What it is to write on stdout, if that is too much to keep. */
  expectedStdout?: SeededStream;
}

export interface ExitStatus {
  code: number | null;
  signal: string | null;
  /** Why the harness ended it, or null when it ended by itself. */
  cause: string | null;
}

/**
 * A student's program while it runs: a process group of its own, its output always drained. Longer than other files, since start, pipes,
 * limits and end of one process share their state and must see each change of it in order.
 */
export interface Program {
  readonly name: string;
  /** null if it could not be started. */
  readonly pid: number | null;
  /** Set once it has ended, its output has been read and everything that it started is gone. */
  readonly exit: ExitStatus | null;
  readonly exited: Promise<ExitStatus>;
  /** Once it has ended: why it was never started in its sandbox, which is our fault, never the program's. */
  readonly fault: string | null;
  /** Writes a stream to its standard input, as fast as it takes it; false: it no longer reads. */
  writeStream(stream: SeededStream): Promise<boolean>;
  /** Writes to its standard input; resolves when the pipe has taken it (false: it no longer reads). */
  write(bytes: Uint8Array): Promise<boolean>;
  endInput(): void;
  /** Whether this text was written to stdout so far (for machines without kernel tables). */
  stdoutHas(pattern: RegExp): boolean;
  signal(name: NodeJS.Signals, why: string): void;
  /** Records the CPU time that it has had so far, with all that it has started; answers that, ms, or null where the kernel does not tell. */
  measure(): number | null;
  /** SIGTERM, and after `graceMs` SIGKILL, for all of it. */
  stop(graceMs: number): Promise<void>;
}

const SHOW_WRITER_MS = 100;
const PIPE_CHUNK_BYTES = 256 << 10;
/** How long its output is waited for after its end: a process that hides from us may hold the pipes open for ever. */
const DRAIN_MS = 1000;
/** Turns of our event loop in which what it sent before its end is heard: a turn reads 32 datagrams of a socket at most. */
const TURNS = 10;

/** Starts `command`. Never throws for what is the student's fault: a missing program is an event, and an exit. */
export async function startProgram(options: ProgramOptions): Promise<Program> {
  const { name, role, command, folders, emit } = options;
  const { sandbox } = options;
  const pipes = await openPipes(folders.pipes, options.withStdin, sandbox.runsAs);
  const expected = options.expectedStdout === undefined ? null : new StreamMatcher(options.expectedStdout);
  const outputs = {
    stdout: new KeptOutput(name, "stdout", emit, options.outputCap, expected),
    stderr: new KeptOutput(name, "stderr", emit, options.outputCap),
  };
  let early = "";
  const drained = (["stdout", "stderr"] as const).map(
    (stream) =>
      new Promise<void>((resolve) => {
        pipes[stream].on("data", (chunk: Buffer) => {
          outputs[stream].push(chunk);
          if (stream === "stdout" && early.length < 4096) early += chunk.toString("latin1");
          options.notify();
        });
        pipes[stream].on("error", () => resolve());
        pipes[stream].on("close", () => resolve());
      }),
  );

  const registration = registerProgram(folders.root);
  const cgroup = sandbox.memory === undefined ? null : programCgroup(sandbox.memory, options.limits.memoryBytes);
  const spawned = sandbox.wrap(command, folders, options.env);
  const boxed = sandbox.level === "bubblewrap";
  const [file, ...args] = [...(cgroup === null ? [] : entering(cgroup)), ...(boxed ? withReport(spawned.command) : spawned.command)] as [string, ...string[]];
  const child = execa(file, args, {
    cwd: folders.work,
    env: spawned.env,
    extendEnv: false,
    preferLocal: false,
    stdio: [
      pipes.childEnds.stdin === null ? "ignore" : descriptor(pipes.childEnds.stdin),
      descriptor(pipes.childEnds.stdout),
      descriptor(pipes.childEnds.stderr),
      ...(boxed ? (["pipe"] as const) : []),
    ],
    buffer: false,
    reject: false,
    detached: true,
    cleanup: false,
  });
  pipes.closeChildEnds();
  const pid = child.pid ?? null;
  if (pid === null) {
    for (const stream of [pipes.stdin, pipes.stdout, pipes.stderr]) stream?.destroy();
    pipes.dispose();
    registration[Symbol.dispose]();
    if (cgroup !== null) void removeCgroup(cgroup.folder);
    const failure = await child;
    const reason = spawnFailure(failure.code, command[0] ?? "", failure.originalMessage ?? "");
    emit({ type: "spawn-failed", process: name, role, command, reason });
    return notStarted(name, reason);
  }
  registration.started(pid);
  // In a sandbox the command itself sees to that; both would add up.
  if (sandbox.level === "process") useOrdinaryPriority(pid);
  emit({ type: "spawn", process: name, role, command, env: visibleEnvironment(options.env) });

  let cause: string | null = null;
  // To the group of an ordinary program; to the student's own processes of a sandbox, which are none of the group.
  const send = (signalName: NodeJS.Signals) => (sandbox.level === "bubblewrap" ? signalAll(sandbox.own(pid), signalName) : signalGroup(pid, signalName));
  const files = () => [folders.work, folders.home, folders.tmp, ...sandbox.elsewhere()];
  const watch = new LimitWatch(
    pid,
    options.limits,
    files,
    () => sandbox.strays(),
    cgroup,
    (why) => {
      cause ??= why;
      emit({ type: "signal", process: name, signal: "SIGKILL", why });
      killProgram(pid, folders.root);
    },
  );
  // A FIFO shows a late reader a writer only as long as there is one.
  const stdinTimer = setInterval(() => {
    if (pipes.stdin?.writableFinished === true) pipes.showWriter();
  }, SHOW_WRITER_MS);

  let report = "";
  const reporting = boxed ? (child.stdio[3] as Readable) : null;
  if (reporting !== null) {
    reporting.on("data", (chunk: Buffer) => (report += chunk.toString("latin1")));
    drained.push(new Promise((resolve) => reporting.once("close", resolve).once("error", () => resolve())));
  }
  let fault: string | null = null;
  let exit: ExitStatus | null = null;
  const exited = new Promise<ExitStatus>((resolve) => {
    // The promise of execa may stay pending for a grandchild's sake; the event does not.
    child.once("exit", (spawnedCode, spawnedSignal) => {
      watch.stop();
      clearInterval(stdinTimer);
      const { code, signal } = sandbox.exitOf(spawnedCode, spawnedSignal);
      registration[Symbol.dispose]();
      killProgram(pid, folders.root);
      sandbox.killStrays();
      if (cgroup !== null) void removeCgroup(cgroup.folder);
      pipes.stdin?.destroy();
      pipes.dispose();
      const cutOff = setTimeout(() => void turns(2).then(() => [pipes.stdout, pipes.stderr, reporting].forEach((stream) => stream?.destroy())), DRAIN_MS);
      void Promise.all(drained)
        .then(() => turns(TURNS))
        .then(() => {
          clearTimeout(cutOff);
          outputs.stdout.end();
          outputs.stderr.end();
          exit = { code, signal, cause };
          if (boxed && cause === null && spawnedCode === 1 && !tellsExit(report)) fault = `${name}: bubblewrap could not make its sandbox`;
          emit({ type: "exit", process: name, code, signal, cause, cpuMs: watch.cpuMs, peakMemoryBytes: watch.peakMemoryBytes });
          options.notify();
          resolve(exit);
        });
    });
  });
  child.catch(() => undefined);

  pipes.stdin?.on("error", () => undefined);
  return {
    name,
    pid,
    get exit() {
      return exit;
    },
    exited,
    get fault() {
      return fault;
    },
    async write(bytes) {
      const stdin = pipes.stdin;
      if (stdin === null || stdin.destroyed) return false;
      emit({ type: "stdin", process: name, bytes: Buffer.from(bytes) });
      return await written(stdin, bytes);
    },
    async writeStream(stream) {
      const { stdin } = pipes;
      for (let offset = 0; offset < stream.length; offset += PIPE_CHUNK_BYTES) {
        if (stdin === null || stdin.destroyed) return false;
        const bytes = stream.slice(offset, PIPE_CHUNK_BYTES);
        emit({ type: "stdio-bulk", process: name, stream: "stdin", of: stream.reference, offset, length: bytes.length });
        if (!(await written(stdin, bytes))) return false;
      }
      return true;
    },
    endInput() {
      if (pipes.stdin === null || pipes.stdin.writableEnded) return;
      emit({ type: "stdin-end", process: name });
      pipes.stdin.end();
    },
    stdoutHas: (pattern) => pattern.test(early),
    signal(signalName, why) {
      if (exit !== null) return;
      emit({ type: "signal", process: name, signal: signalName, why });
      send(signalName);
    },
    measure() {
      const ms = exit === null ? cpuMsOf(pid) : watch.cpuMs;
      emit({ type: "cpu", process: name, ms });
      return ms;
    },
    async stop(graceMs) {
      if (exit !== null) return;
      emit({ type: "signal", process: name, signal: "SIGTERM", why: "end of run" });
      send("SIGTERM");
      const timer = setTimeout(() => {
        emit({ type: "signal", process: name, signal: "SIGKILL", why: "end of run" });
        killProgram(pid, folders.root);
      }, graceMs);
      await exited;
      clearTimeout(timer);
    },
  };
}

/** Resolves when the pipe has taken the bytes; false when nobody reads it any more. */
async function written(stdin: Socket, bytes: Uint8Array): Promise<boolean> {
  return await new Promise<boolean>((resolve) => {
    const gone = () => resolve(false);
    stdin.once("close", gone);
    stdin.write(bytes, (error) => {
      stdin.off("close", gone);
      resolve(error === null || error === undefined);
    });
  });
}

/** Lets our event loop turn: what has arrived is read. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** execa takes any descriptor; its types list the small ones only. */
function descriptor(number: number): 3 {
  return number as 3;
}

function notStarted(name: string, reason: string): Program {
  const exit: ExitStatus = { code: null, signal: null, cause: reason };
  return {
    name,
    pid: null,
    exit,
    exited: Promise.resolve(exit),
    fault: null,
    write: () => Promise.resolve(false),
    writeStream: () => Promise.resolve(false),
    endInput: () => undefined,
    stdoutHas: () => false,
    signal: () => undefined,
    measure: () => null,
    stop: () => Promise.resolve(),
  };
}

function spawnFailure(code: string | undefined, file: string, message: string): string {
  if (code === "ENOENT") return `command not found: ${file}`;
  if (code === "EACCES") return `not executable: ${file}`;
  return `could not be started: ${errorMessage({ message })}`;
}

/** What is worth recording: not the machine's own paths, which differ from run to run. */
function visibleEnvironment(env: Record<string, string>): Record<string, string> {
  const ours = new Set(["PATH", "LANG", "HOME", "TMPDIR", "JAVA_HOME", "GOROOT", "RUSTUP_HOME", "PYENV_ROOT", "SDKMAN_DIR", "VOLTA_HOME"]);
  return Object.fromEntries(Object.entries(env).filter(([key]) => !ours.has(key)));
}
