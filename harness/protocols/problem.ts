/** The byte at which a message goes wrong. */
export interface Problem {
  offset: number;
  length: number;
  /** One plain sentence for the student, without a capital or a full stop: "the field name is followed by a space before the colon". */
  what: string;
  /** "RFC 9112 5.1" */
  clause: string;
}

/** A problem of a kind that is judged apart from others. */
export interface KindOfProblem<Kind extends string = string> extends Problem {
  kind: Kind;
}

/** Where problems of these kinds are noted. */
export interface ProblemNotes<Kind extends string> {
  note(kind: Kind, offset: number, length: number, what: string, clause: string): void;
}

/** Keeps the first problem of each kind, so that one mistake hides no other. */
export class ProblemsByKind<Kind extends string> implements ProblemNotes<Kind> {
  readonly #first = new Map<Kind, KindOfProblem<Kind>>();

  note(kind: Kind, offset: number, length: number, what: string, clause: string): void {
    const known = this.#first.get(kind);
    if (known === undefined || offset < known.offset) this.#first.set(kind, { kind, offset, length, what, clause });
  }

  /** In the order of their places. */
  get list(): KindOfProblem<Kind>[] {
    return [...this.#first.values()].sort((a, b) => a.offset - b.offset);
  }
}
