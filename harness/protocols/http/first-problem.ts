import type { Problem } from "./message.js";

/** Keeps of all that is wrong with a message what comes first in the stream. */
export class FirstProblem {
  first: Problem | null = null;

  note(offset: number, length: number, what: string, clause: string): Problem {
    const problem = { offset, length, what, clause };
    if (this.first === null || offset < this.first.offset) this.first = problem;
    return problem;
  }
}
