import type { RunFolders } from "../process/environment.js";
import type { Sandbox } from "../process/isolation.js";
import { startProgram, type Program } from "../process/program.js";
import { hasProc } from "../process/proc.js";
import type { Limits } from "../process/watch-limits.js";
import { lookAtSockets, waitUntilBound } from "../process/wait-until-bound.js";
import { asBytes } from "../text/bytes.js";
import { SeededStream } from "../text/seeded-stream.js";
import type { WireEvent } from "./events.js";
import type { Patience } from "./patience.js";
import type { Port } from "./ports.js";
import type { Signal } from "./signal.js";
import { CutShort, type EmitProcessEvent, type Input, type StartOptions, type Student, type StudentProgram } from "./student.js";

/** The contract promises 512 MiB and 256 processes: what is more than that by a good deal is too much. */
export const RUN_LIMITS: Limits = { wallSeconds: 120, cpuSeconds: 60, memoryBytes: 768 * 2 ** 20, processes: 300, diskBytes: 512 * 2 ** 20 };
/** Ms until a server must have bound its port, before patience: a cold run-time takes a second or two. */
const BIND_WAIT_MS = 10_000;
const EXIT_WAIT_MS = 5_000;
/** The contract's time between SIGTERM and the end of a server. */
const GRACE_MS = 2_000;

/** What is kept of a server's output: it is a log, never an answer. */
const LOG_CAP = { head: 48 << 10, tail: 16 << 10 };

export interface SpawnedStudentOptions {
  /** The manifest's words for each role that has a command. */
  commands: Record<string, string[]>;
  folders: RunFolders;
  sandbox: Sandbox;
  limits: Limits;
  emit: EmitProcessEvent & ((event: WireEvent) => void);
  patience: Patience;
  /** Notified when a program writes or ends. */
  programs: Signal;
}

/** The student's programs as processes that the harness spawns, watches and ends. */
export class SpawnedStudent implements Student {
  readonly #programs: Program[] = [];
  readonly #started = new Map<string, number>();

  constructor(private readonly options: SpawnedStudentOptions) {}

  /** The living programs' leading processes. */
  pids(): number[] {
    return this.#programs.flatMap((program) => (program.exit === null && program.pid !== null ? [program.pid] : []));
  }

  /** Why one of them was never started, if that is our fault; null otherwise. */
  fault(): string | null {
    return this.#programs.find(({ fault }) => fault !== null)?.fault ?? null;
  }

  allExited(): boolean {
    return this.#programs.length > 0 && this.#programs.every((program) => program.exit !== null);
  }

  async serve(role: string, args: (string | Port)[], options: StartOptions = {}): Promise<StudentProgram> {
    const program = await this.#start(role, args.map(String), options, false);
    for (const port of args) if (typeof port !== "string") await this.#bound(program, port);
    return this.#handle(program);
  }

  async run(role: string, args: (string | number)[], options: StartOptions & Input = {}): Promise<StudentProgram> {
    const program = await this.#start(role, args.map(String), options, true);
    if (options.stdin !== undefined) {
      // Not awaited: the program may read its input only as its connection makes progress.
      void feed(program, options.stdin).then(() => program.endInput());
    }
    return this.#handle(program);
  }

  async dispose(): Promise<void> {
    await Promise.all(this.#programs.map((program) => program.stop(GRACE_MS)));
  }

  async #start(role: string, args: string[], options: StartOptions & Input, withStdin: boolean): Promise<Program> {
    const words = this.options.commands[role];
    if (words === undefined) throw new CutShort(`no command for ${role}`);
    const nth = (this.#started.get(role) ?? 0) + 1;
    this.#started.set(role, nth);
    const { folders, sandbox, limits, emit, programs } = this.options;
    const program = await startProgram({
      name: nth === 1 ? role : `${role} ${nth}`,
      role,
      command: [...words, ...args],
      folders,
      sandbox,
      env: sandbox.environment(folders, options.env ?? {}),
      withStdin,
      limits,
      emit,
      notify: () => programs.notify(),
      ...(withStdin ? {} : { outputCap: LOG_CAP }),
      ...(options.expectedStdout === undefined ? {} : { expectedStdout: options.expectedStdout }),
    });
    this.#programs.push(program);
    if (program.pid === null) throw new CutShort(`${program.name}: ${program.exit?.cause ?? "not started"}`);
    return program;
  }

  async #bound(program: Program, { transport, number: port }: Port): Promise<void> {
    const { patience, programs, emit } = this.options;
    let given = false;
    let found = false;
    const looking = waitUntilBound(program, { transport, port }, () => given).then((bound) => {
      found = bound;
      programs.notify();
    });
    const { outcome } = await patience.until(programs, () => (found ? "met" : program.exit !== null ? "exited" : null), BIND_WAIT_MS);
    if (outcome === "met") return emit({ type: "ready", process: program.name, transport, port });
    const bound = program.exit === null && program.pid !== null && hasProc ? lookAtSockets(program.pid, { transport, port }).bound : [];
    given = true;
    await looking;
    if (outcome === "starved")
      emit({
        type: "wait",
        socket: null,
        process: program.name,
        kind: "bound",
        until: `${transport} port ${port} to be bound`,
        outcome,
        ms: 0,
        nominalMs: BIND_WAIT_MS,
      });
    emit({ type: "unready", process: program.name, transport, port, why: program.exit === null ? "deadline" : "exited", bound });
    throw new CutShort(`${program.name} did not bind ${transport} port ${port}`);
  }

  #handle(program: Program): StudentProgram {
    const { patience, programs, emit } = this.options;
    return {
      name: program.name,
      get exit() {
        return program.exit;
      },
      async write(text) {
        await program.write(asBytes(text));
      },
      endInput: () => program.endInput(),
      async exited(waitMs = EXIT_WAIT_MS) {
        const { outcome, ms } = await patience.until(programs, () => (program.exit === null ? null : "met"), waitMs);
        emit({ type: "wait", socket: null, process: program.name, kind: "exit", until: "the program to end", outcome, ms, nominalMs: waitMs });
        return outcome;
      },
      lull: (ms) => patience.lull(programs, () => program.exit !== null, ms),
      signal: (name) => program.signal(name, "scenario"),
      measure: () => program.measure(),
    };
  }
}

async function feed(program: Program, stdin: string | Uint8Array | SeededStream): Promise<void> {
  if (stdin instanceof SeededStream) await program.writeStream(stdin);
  else if (stdin.length > 0) await program.write(asBytes(stdin));
}
