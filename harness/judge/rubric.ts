/** The level of a check: core and robust sum to 100 (hidden ones included), beyond is a bonus of at most 10. */
export type Level = "core" | "robust" | "beyond";

/** One statement about good behaviour, judged by JSON Schema over a view. Written in rubric.json. */
export interface Check {
  /** kebab-case, unique in the lab. */
  id: string;
  /** A sentence about good behaviour: "answers each line in upper case". */
  title: string;
  role: string;
  level: Level;
  points: number;
  /** Whose runs it is judged on. */
  scenario: string;
  /** JSON pointer into the view: where `schema` must hold. */
  at: string;
  /** JSON Schema 2020-12, with `$data`. */
  schema: Record<string, unknown>;
  /** The clause that it rests on: "course notes 1.7.2", "RFC 768". */
  clause: string;
  /** What to look at when it fails: one or two sentences. */
  hint: string;
  /** Checks that must pass before this one can mean anything: evidence of life. */
  requires: string[];
}

export interface Rubric {
  lab: string;
  /** Points of the hidden checks, which this rubric does not show. */
  hiddenPoints?: number;
  checks: Check[];
}
