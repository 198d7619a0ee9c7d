export type Status = "pass" | "fail" | "skip" | "error";

/** One line of a dialogue: what crossed the wire, or what became of a process. Text is already escaped. */
export interface DialogueLine {
  /** Number of the event in the transcript. */
  event: number;
  /** ms since the start of the run. */
  at: number;
  /** `to-student`: sent by the harness's party; `from-student`; `note`: about a process or a wait. */
  side: "to-student" | "from-student" | "note";
  /** The party: "client", "client 2"; the process for notes. */
  who: string;
  text: string;
  /** The event that the failure is about. */
  marked: boolean;
}

/** Where two strings of bytes part, for the caret. */
export interface Difference {
  /** Offset of the first byte that differs, from 0. */
  offset: number;
  /** Excerpts around it, escaped; `caret` is the column of that byte in each. */
  expected: string;
  actual: string;
  caret: number;
}

/** Why a check failed, for people: message first, then the evidence. All texts are escaped, one line each. */
export interface Cause {
  message: string;
  /** Further lines where the program could not even be run: the end of the build's output. */
  detail?: string[];
  expected: string | null;
  actual: string | null;
  difference: Difference | null;
  /** JSON pointer into the view. */
  at: string;
  /** "<scenario>.<mode>.<trial>" */
  run: string;
  /** Numbers of the events in that run's transcript that the failure rests on. */
  events: number[];
  dialogue: DialogueLine[];
  /** The last lines that the program wrote on stderr, escaped; left out if it wrote none. */
  stderr?: string[];
  clause: string;
  hint: string;
}

export interface Verdict {
  check: string;
  title: string;
  role: string;
  level: "core" | "robust" | "beyond";
  scenario: string;
  status: Status;
  /** For `skip` and `error`: why, one line. */
  reason: string | null;
  points: number;
  maxPoints: number;
  visibility: "visible" | "hidden";
  cause: Cause | null;
}
