import { CHECK_OF_TEST, GLOBAL_NAME, type WiregradeGlobal } from "./global.js";

/** The part of jest's globals that is used here. */
interface JestGlobals {
  describe: (name: string, body: () => void) => void;
  test: ((name: string, body: () => Promise<void> | void) => void) & { skip: (name: string, body: () => void) => void };
}

/**
 * Registers every check of the lab as one jest test with the check's title, grouped by role and scenario. Called by a lab's
 * checks.test.js; the environment does the rest.
 */
export function registerChecks(): void {
  const { describe, test } = globalThis as unknown as JestGlobals;
  const wiregrade = (globalThis as unknown as Record<string, WiregradeGlobal | undefined>)[GLOBAL_NAME];
  if (wiregrade === undefined) throw new Error("run these checks with `npm test`: they need wiregrade's jest environment");
  if (wiregrade.problem !== null) {
    const { problem } = wiregrade;
    test("can be tested", () => {
      throw withoutStack(problem);
    });
    return;
  }
  if (wiregrade.notice !== null) {
    test(wiregrade.notice, () => undefined);
    return;
  }
  for (const [role, ofRole] of grouped(wiregrade.checks, (check) => check.role))
    describe(role, () => {
      for (const [scenario, checks] of grouped(ofRole, (check) => check.scenario))
        describe(scenario, () => {
          for (const { id, title, skip } of checks) {
            if (skip !== null) {
              test.skip(`${title} (skipped: ${skip})`, () => undefined);
              continue;
            }
            const body = async (): Promise<void> => {
              const failure = await wiregrade.failureOf(id);
              if (failure !== null) throw withoutStack(failure);
            };
            test(title, Object.assign(body, { [CHECK_OF_TEST]: id }));
          }
        });
    });
}

/**
 * A failure that is about the student's program, not about this file. jest takes the first line of a stack for the message unless
 * a line of a stack trace ends it, and leaves out those of its own code: so it prints the text, and no trace.
 */
function withoutStack(text: string): Error {
  const error = new Error(text);
  error.stack = `${text}\n    at wiregrade (jest-circus/build/run.js:1:1)`;
  return error;
}

function grouped<T>(values: readonly T[], key: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) groups.set(key(value), [...(groups.get(key(value)) ?? []), value]);
  return groups;
}
