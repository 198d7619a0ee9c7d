import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { missingProgram } from "../process/find-program.js";

/** What Debian, Ubuntu and others call it. */
const NAMES = ["chromium", "chromium-browser", "google-chrome"];

/** Its command where one is installed, else null. */
export async function installedBrowser(): Promise<string | null> {
  for (const name of NAMES) if ((await missingProgram(name, "/", process.env["PATH"] ?? "")) === null) return name;
  return null;
}

interface Answer {
  id?: number;
  method?: string;
  sessionId?: string;
  result?: Record<string, unknown>;
  error?: { message: string };
}

/** A real browser without a window, driven by the DevTools protocol over a pair of pipes (--remote-debugging-pipe). */
export class HeadlessBrowser implements AsyncDisposable {
  readonly #profile = mkdtempSync(join(tmpdir(), "wiregrade-browser-"));
  readonly #process;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  readonly #events: { method: string; seen: () => void }[] = [];
  #sessionId: string | null = null;
  #sent = 0;

  private constructor(command: string) {
    // As root it refuses its own sandbox; it only ever sees our pages.
    const flags = ["--headless", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"];
    this.#process = spawn(command, [...flags, `--user-data-dir=${this.#profile}`, "about:blank"], {
      stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
      detached: true,
      env: { ...process.env, TMPDIR: this.#profile },
    });
    let text = "";
    (this.#process.stdio[4] as Readable).setEncoding("utf8").on("data", (piece: string) => {
      const messages = (text + piece).split("\0");
      text = messages.pop() ?? "";
      for (const message of messages) this.#hear(JSON.parse(message) as Answer);
    });
    (this.#process.stdio[3] as Writable).on("error", () => undefined);
    this.#process.once("exit", () => {
      for (const answer of this.#waiting.values()) answer({ error: { message: "the browser has ended" } });
    });
  }

  static async start(command: string): Promise<HeadlessBrowser> {
    const browser = new HeadlessBrowser(command);
    const { targetId } = await browser.#call("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await browser.#call("Target.attachToTarget", { targetId, flatten: true });
    browser.#sessionId = String(sessionId);
    await browser.#call("Page.enable");
    return browser;
  }

  /** Loads a page, with all that belongs to it. */
  async open(url: string): Promise<void> {
    const loaded = this.#event("Page.loadEventFired");
    await this.#call("Page.navigate", { url });
    await loaded;
  }

  /** Does something in the page that leads to another one. */
  async leave(script: string): Promise<void> {
    const loaded = this.#event("Page.loadEventFired");
    await this.evaluate(script);
    await loaded;
  }

  async evaluate(expression: string): Promise<unknown> {
    const { result } = await this.#call("Runtime.evaluate", { expression, returnByValue: true, awaitPromise: true });
    return (result as { value?: unknown }).value;
  }

  #call(method: string, params: object = {}): Promise<Record<string, unknown>> {
    const id = ++this.#sent;
    const session = this.#sessionId === null ? {} : { sessionId: this.#sessionId };
    (this.#process.stdio[3] as Writable).write(`${JSON.stringify({ id, method, params, ...session })}\0`);
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, ({ result, error }) => (error === undefined ? resolve(result ?? {}) : reject(new Error(`${method}: ${error.message}`))));
    });
  }

  #event(method: string): Promise<void> {
    return new Promise((seen) => this.#events.push({ method, seen }));
  }

  #hear(answer: Answer): void {
    if (answer.id !== undefined) {
      this.#waiting.get(answer.id)?.(answer);
      this.#waiting.delete(answer.id);
    }
    const index = this.#events.findIndex(({ method }) => method === answer.method);
    if (index >= 0) this.#events.splice(index, 1)[0]?.seen();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const gone = new Promise((resolve) => this.#process.once("exit", resolve));
    if (this.#process.exitCode === null && this.#process.pid !== undefined) {
      process.kill(-this.#process.pid, "SIGKILL");
      await gone;
    }
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
