import { setTimeout as delay } from "node:timers/promises";
import { anyoneBound } from "../process/bound-sockets.js";
import { hasProc } from "../process/proc.js";
import { asBytes } from "../text/bytes.js";
import { SeededStream } from "../text/seeded-stream.js";
import { shellWord } from "../text/shell-word.js";
import { oneLine } from "../text/visible.js";
import type { Port } from "./ports.js";
import type { EmitProcessEvent, Input, StartOptions, Student, StudentProgram } from "./student.js";

const POLL_MS = 100;

/**
 * A student who starts the programs by hand, in another terminal or a debugger: is told what to start, and waited for. What
 * the programs print, and how they end, is not seen; what they are given is on record, as if they had been started so.
 */
export class StudentByHand implements Student {
  constructor(
    private readonly say: (text: string) => void,
    private readonly emit: EmitProcessEvent,
    private readonly commands: Record<string, string[]>,
    private readonly stopped: AbortSignal,
  ) {}

  async serve(role: string, args: (string | Port)[], options: StartOptions = {}): Promise<StudentProgram> {
    const ports = args.filter((arg) => typeof arg !== "string");
    const bound = () => ports.every(({ transport, number }) => hasProc && anyoneBound(transport, number));
    if (!bound()) this.say(`start your ${role}:   ${this.#commandLine(role, args, options)}`);
    while (!bound()) await delay(POLL_MS, undefined, { signal: this.stopped });
    this.say(`your ${role} is there`);
    return this.#handle(role);
  }

  run(role: string, args: (string | number)[], options: StartOptions & Input = {}): Promise<StudentProgram> {
    this.say(`start your ${role}:   ${this.#commandLine(role, args, options)}`);
    const command = [...(this.commands[role] ?? []), ...args.map(String)];
    this.emit({ type: "spawn", process: role, role, command, env: options.env ?? {} });
    if (options.stdin !== undefined && !(options.stdin instanceof SeededStream)) this.emit({ type: "stdin", process: role, bytes: asBytes(options.stdin) });
    if (options.stdin !== undefined && !(options.stdin instanceof SeededStream) && options.stdin.length > 0) {
      this.say("and give it this input, or any other:");
      const text = typeof options.stdin === "string" ? options.stdin : Buffer.from(options.stdin).toString("latin1");
      for (const line of text.replace(/\n$/, "").split("\n").slice(0, 12)) this.say(`    ${oneLine(line)}`);
    }
    return Promise.resolve(this.#handle(role));
  }

  #commandLine(role: string, args: (string | number | Port)[], { env = {} }: StartOptions): string {
    const settings = Object.entries(env).map(([name, value]) => `${name}=${value}`);
    return [...settings, ...(this.commands[role] ?? [`<your ${role}>`]), ...args.map((arg) => shellWord(String(arg)))].join(" ");
  }

  #handle(name: string): StudentProgram {
    return {
      name,
      exit: null,
      write: () => Promise.resolve(),
      endInput: () => undefined,
      lull: () => Promise.resolve(),
      measure: () => null,
      exited: () => Promise.resolve("met"),
      signal: (signal) => this.say(`now send ${signal} to your ${name}`),
    };
  }
}
