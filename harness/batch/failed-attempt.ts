import type { WiregradeError } from "../errors.js";
import type { Lab } from "../lab/load-lab.js";
import { brokenResult, unstartedResult, type ResultHead } from "../score/make-result.js";
import type { Result } from "../score/result.js";
import { MANIFEST_NAME } from "../submission/manifest.js";

/**
 * The result of an attempt that ended with an error: no points where that is the submission's own, every check in error where it is ours.
 * `places`: where the submission was, and was unpacked or copied to; `digest` is asked for what it was, so that it is seen when it is mended.
 */
export async function failedAttempt(
  lab: Lab,
  head: Omit<ResultHead, "submission" | "commands" | "build" | "missing" | "fault"> & { name: string },
  error: WiregradeError,
  places: readonly string[],
  digest: () => Promise<string>,
): Promise<Result> {
  const { name, ...about } = head;
  const message = error.code === "MANIFEST_MISSING" ? `no ${MANIFEST_NAME}` : withoutPlaces(error.message, places);
  if (!isOfSubmission(error)) return brokenResult(lab, { submission: { name, digest: "" }, ...about }, message);
  return unstartedResult(lab, { submission: { name, digest: await digest() }, ...about }, { stage: "manifest", message });
}

/** A lab that is gone from the disk, or that somebody is editing, is no fault of a submission. */
function isOfSubmission({ exitCode, code }: WiregradeError): boolean {
  return exitCode === 2 && code !== "LAB_UNKNOWN" && code !== "RUBRIC_INVALID";
}

/** A message that names files by where they lie in the submission: where that was unpacked to tells nobody anything. */
function withoutPlaces(message: string, places: readonly string[]): string {
  const prefixes = [...places].sort((a, b) => b.length - a.length).flatMap((place) => [`${place}/`, `${place}: `]);
  return prefixes.reduce((text, prefix) => text.replaceAll(prefix, ""), message);
}
