/**
 * The one table of what can go wrong on our side of the wire: bad usage and bad input (`exit: 2`), and
 * faults of the harness or the machine (`exit: 3`). A message is one line; the mend says what to do about it.
 */
const TABLE = {
  USAGE: { exit: 2, mend: "see `npx wiregrade --help`" },
  PATH_MISSING: { exit: 2, mend: "check the path" },
  MANIFEST_MISSING: { exit: 2, mend: 'add a wiregrade.json such as { "lab": "<the lab>", "commands": { "server": "python3 server.py" } }' },
  MANIFEST_INVALID: { exit: 2, mend: "compare it with the wiregrade.json of the lab's skeleton" },
  MANIFEST_TOO_LARGE: { exit: 2, mend: "a wiregrade.json needs a few lines only" },
  SUBMISSION_UNREADABLE: { exit: 2, mend: "make every file of it readable" },
  SUBMISSION_EMPTY: { exit: 2, mend: "put in what was handed in" },
  SUBMISSIONS_BELOW: { exit: 2, mend: "name each submission" },
  ARCHIVE_INVALID: { exit: 2, mend: "unpack it by hand if you trust it, or have it packed again by zip or tar from the sources alone" },
  LAB_UNKNOWN: { exit: 2, mend: "`npx wiregrade labs` lists the labs" },
  LAB_MISMATCH: { exit: 2, mend: 'correct "lab" in its wiregrade.json, or grade it with that lab' },
  RUBRIC_INVALID: { exit: 2, mend: "correct the rubric named; nothing has to be built again after that" },
  LAB_INVALID: { exit: 3, mend: "this is a fault of the lab, not of a submission: mend the file named" },
  COMMAND_INVALID: { exit: 2, mend: "write the program and its arguments separated by single spaces, without quotes" },
  ROLE_UNKNOWN: { exit: 2, mend: "`npx wiregrade labs` lists the roles of each lab" },
  CHECK_UNKNOWN: { exit: 2, mend: "`npx wiregrade show <lab>` lists the checks" },
  SCENARIO_UNKNOWN: { exit: 2, mend: "`npx wiregrade show <lab>` lists the scenarios" },
  ISOLATION_MISSING: { exit: 2, mend: "`npx wiregrade doctor` tells what works here; without the option the strongest that does is taken" },
  HIDDEN_EXPOSED: { exit: 2, mend: "install bubblewrap, or grade as root; or say --expose-hidden if you trust these submissions" },
  OUT_NOT_EMPTY: { exit: 2, mend: "choose another folder, or move the old results away" },
  OUT_UNWRITABLE: { exit: 2, mend: "choose a folder that you may write to" },
  DUPLICATE_NAME: { exit: 2, mend: "rename or leave out all but one of each, since results are stored by name" },
  NAME_RESERVED: { exit: 2, mend: "rename it, since results are stored by name, or leave it out" },
  BATCH_MISSING: { exit: 2, mend: "give the folder that `npx wiregrade grade --out` wrote" },
  BATCH_INVALID: { exit: 2, mend: "start a new batch in another folder; the results in this one stay" },
  BATCH_RUNNING: { exit: 2, mend: "wait until it is done, or stop it with Ctrl-C where it runs" },
  BATCH_DIFFERS: { exit: 2, mend: "resume it as it was started, or start a new batch in another folder" },
  LAB_CHANGED: { exit: 2, mend: "put the lab back as it was, or start a new batch in another folder" },
  NO_RESULTS: { exit: 2, mend: "give the folder that `npx wiregrade grade --out` wrote" },
  NO_LAST_RUN: { exit: 2, mend: "run all checks once first" },
  TABLE_INVALID: { exit: 2, mend: "correct that file; no result was changed" },
  RESULT_INCOMPLETE: { exit: 3, mend: "grade that submission again" },
  RESULT_INVALID: { exit: 2, mend: "grade that submission again" },
  TRANSCRIPT_INVALID: { exit: 3, mend: "grade that submission again" },
  SUBMISSION_GONE: { exit: 3, mend: "put it back, then go on with --resume" },
  MACHINE_UNFIT: { exit: 3, mend: "see `npx wiregrade doctor`, then go on with --resume and fewer --jobs" },
  WORKER_DIED: { exit: 3, mend: "run it again; if it stays, `npx wiregrade doctor` tells what this machine lacks" },
  LANGUAGE_UNKNOWN: { exit: 2, mend: "choose another language, or write that skeleton" },
  RELEASE_LEAKS: { exit: 3, mend: "take it out of the file that it got into; nothing was written" },
  HARNESS_FAULT: { exit: 3, mend: "this is ours, not the submission's: run it again, and report it if it stays" },
} as const satisfies Record<string, { exit: 2 | 3; mend: string }>;

export type ErrorCode = keyof typeof TABLE;

export const ERROR_CODES = Object.keys(TABLE) as ErrorCode[];

/** An error with its code, a one-line message that names the file or argument, and what to do about it. */
export class WiregradeError extends Error {
  override readonly name = "WiregradeError";
  readonly exitCode: 2 | 3;
  readonly mend: string;

  constructor(
    readonly code: ErrorCode,
    message: string,
    options?: ErrorOptions & { mend?: string },
  ) {
    super(message, options);
    this.exitCode = TABLE[code].exit;
    this.mend = options?.mend ?? TABLE[code].mend;
  }
}

/** Any thrown value as one line of text; values from a jest VM are not `instanceof Error`, hence the look at `message`. */
export function errorMessage(thrown: unknown): string {
  const message = (thrown as { message?: unknown } | null)?.message;
  const text = typeof message === "string" ? message : String(thrown);
  return text.split("\n", 1)[0] ?? text;
}

const SYSTEM_WORDS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder",
  EISDIR: "is a folder",
  ENOTDIR: "leads through a file, as if that were a folder",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "is on a file system that is read-only",
  ENOSPC: "there is no space left",
  EDQUOT: "there is no space left for this user",
  ENAMETOOLONG: "is too long a name",
};

/** What a Node system error says of the file that it is about, in words; other errors as `errorMessage` has them. */
export function inWords(thrown: unknown): string {
  return SYSTEM_WORDS[errorCode(thrown) ?? ""] ?? errorMessage(thrown);
}

/** The `code` of a Node system error ("ENOENT"), or undefined. */
export function errorCode(thrown: unknown): string | undefined {
  const code = (thrown as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : undefined;
}
