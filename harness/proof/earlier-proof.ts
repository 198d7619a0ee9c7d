import { readFile } from "node:fs/promises";
import type { Lab } from "../lab/load-lab.js";
import { errorCode, WiregradeError } from "../errors.js";
import type { Mutant } from "./mutant.js";
import { editsDigest, mutantProblems, type ProofRow } from "./proof-row.js";

/** What came of a proof, or of as much of it as was run, as `prove --json` writes it. */
export interface StoredProof {
  /** Of all that a row rests on beside its program, hex; see `basisDigest`. */
  basis: string;
  /** Whether mutants were run on the scenarios of their own checks only. */
  quick: boolean;
  rows: ProofRow[];
  underLoad: ProofRow[];
}

/** null: there is no such file yet. Throws USAGE for one that is something else. */
export async function readStoredProof(file: string): Promise<StoredProof | null> {
  try {
    const stored = JSON.parse(await readFile(file, "utf8")) as StoredProof;
    if (typeof stored.basis !== "string" || !Array.isArray(stored.rows) || !Array.isArray(stored.underLoad)) throw new Error("no proof");
    return stored;
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw new WiregradeError("USAGE", `--resume ${file}: holds no proof`, { mend: "name the file that the proof was started with, or a new one" });
  }
}

/** A program of the proof: which mutant it is, if it is one. */
export interface Subject {
  kind: ProofRow["kind"];
  name: string;
  mutant?: Mutant;
}

/** Rows that stand as they are: the program is the same, it could be judged, and by today's bindings it is as it should be. */
export class EarlierRows {
  constructor(
    private readonly lab: Lab,
    private readonly stored: Pick<StoredProof, "rows" | "underLoad">,
  ) {}

  /** `round`: the one under load, which for a mutant may have been another. */
  of({ kind, name, mutant }: Subject, round?: number): ProofRow | null {
    const { rows, underLoad } = this.stored;
    const row = (round === undefined ? rows : underLoad).findLast(
      (one) => one.kind === kind && one.name === name && (mutant !== undefined || one.round === round),
    );
    if (row === undefined || row.unjudged === true) return null;
    if (mutant === undefined) return row.problems.length === 0 ? row : null;
    if (row.edits !== editsDigest(mutant) || mutantProblems(this.lab, mutant, row).length > 0) return null;
    return { ...row, mistake: mutant.mistake, problems: [], ...(round === undefined ? {} : { round }) };
  }
}
