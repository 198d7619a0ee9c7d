import type { Verdict } from "../judge/verdict.js";
import { failureText } from "./failure-text.js";
import { paintFor } from "./paint.js";

const plain = paintFor({}, {});

/** A failure's text without colours, or why there is none; empty where nothing is told. */
export function plainFailure({ check, reason, cause }: Pick<Verdict, "check" | "reason" | "cause">): string {
  return cause === null ? (reason ?? "") : failureText(check, cause, plain).join("\n");
}
