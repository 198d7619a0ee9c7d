import { dirname } from "node:path";
import { TestEnvironment } from "jest-environment-node";
import { errorMessage, WiregradeError } from "../errors.js";
import { paintFor } from "../report/paint.js";
import type { Selection } from "./own-run.js";
import { CHECK_OF_TEST, GLOBAL_NAME, type WiregradeGlobal } from "./global.js";
import { Session } from "./session.js";

/** How `wiregrade-jest` tells its environment what was asked for: JSON in an environment variable. */
export const SELECTION_VARIABLE = "WIREGRADE_SELECTION";

export type EnvironmentSelection = Selection & { seed?: string };

/** The parts of jest-circus's state that tell which tests are going to run. */
interface DescribeBlock {
  name: string;
  children: (DescribeBlock | { type: "test"; name: string; mode?: string | null; fn?: unknown })[];
  type: "describeBlock";
}

type ConstructorArguments = ConstructorParameters<typeof TestEnvironment>;

/** jest's environment for a lab's checks.test.js: outside of jest's VM it starts the worker and awaits its verdicts. */
export default class WiregradeEnvironment extends TestEnvironment {
  readonly #folder: string;
  #session: Session | null = null;
  #finished = false;

  constructor(config: ConstructorArguments[0], context: ConstructorArguments[1]) {
    super(config, context);
    this.#folder = dirname(context.testPath);
  }

  override async setup(): Promise<void> {
    await super.setup();
    const { seed, ...selection } = JSON.parse(process.env[SELECTION_VARIABLE] ?? '{"failed":false}') as EnvironmentSelection;
    const shared: WiregradeGlobal = { problem: null, notice: null, checks: [], failureOf: async (check) => (await this.#session?.failureOf(check)) ?? null };
    try {
      this.#session = await Session.open(this.#folder, selection, seed, paintFor(process.stdout));
      shared.checks = this.#session.checks();
      if (shared.checks.length === 0) {
        if (selection.failed) shared.notice = "nothing failed last time";
        else shared.problem = "no check is both of that role and of that name";
      }
    } catch (error) {
      shared.problem = error instanceof WiregradeError ? `${error.message}; ${error.mend}` : errorMessage(error);
    }
    (this.global as unknown as Record<string, unknown>)[GLOBAL_NAME] = shared;
  }

  async handleTestEvent(
    event: { name: string; test?: { mode?: string | null; fn?: unknown } },
    state: { rootDescribeBlock: unknown; testNamePattern?: RegExp | null },
  ): Promise<void> {
    if (event.name === "run_start") await this.#session?.start(wanted(state.rootDescribeBlock as DescribeBlock, state.testNamePattern ?? null));
    // jest looks at a test's mode only after this, so a check that was not judged shows as skipped.
    if (event.name === "test_start" && event.test !== undefined) {
      const id = checkOf(event.test);
      if (id !== null && (await this.#session?.isSkipped(id)) === true) event.test.mode = "skip";
    }
    if (event.name === "run_finish") {
      this.#finished = true;
      await this.#session?.close(false);
    }
  }

  override async teardown(): Promise<void> {
    await this.#session?.close(!this.#finished);
    await super.teardown();
  }
}

function checkOf(test: { fn?: unknown }): string | null {
  const id = (test.fn as Record<string, unknown> | undefined)?.[CHECK_OF_TEST];
  return typeof id === "string" ? id : null;
}

/** The checks of the tests that jest is going to run: those whose full name matches `-t`. */
function wanted(block: DescribeBlock, pattern: RegExp | null, path: string[] = []): string[] {
  return block.children.flatMap((child) => {
    if (child.type === "describeBlock") return wanted(child, pattern, [...path, child.name]);
    const id = checkOf(child);
    const fullName = [...path, child.name].join(" ");
    return id !== null && child.mode !== "skip" && (pattern === null || pattern.test(fullName)) ? [id] : [];
  });
}
