/** What wiregrade's jest environment hands to a lab's test file: a list of checks, and a way to await each verdict. It computes none. */
export interface WiregradeGlobal {
  /** One line about bad input, such as a wiregrade.json that is not JSON; then there are no checks. */
  problem: string | null;
  /** One line that there is nothing to do; then there are no checks, and that is no failure. */
  notice: string | null;
  checks: {
    id: string;
    title: string;
    role: string;
    scenario: string;
    /** Why this machine cannot host it, or null. */
    skip: string | null;
  }[];
  /** Resolves with null when the check passes, else with why it does not, as text. */
  failureOf(check: string): Promise<string | null>;
}

/** The name it has in a test file. */
export const GLOBAL_NAME = "wiregrade";

/** The property of a test's function that tells the environment its check. */
export const CHECK_OF_TEST = "wiregradeCheck";
