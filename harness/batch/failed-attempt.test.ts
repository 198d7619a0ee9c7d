import { expect, test } from "@jest/globals";
import { WiregradeError, type ErrorCode } from "../errors.js";
import { loadLab } from "../lab/load-lab.js";
import { failedAttempt } from "./failed-attempt.js";

const lab = await loadLab("udp-echo", { hidden: false });
const head = { name: "ann", seed: "s", startedAt: "", isolation: "process" as const };
const places = ["/tmp/w/1/submission", "/in/ann", "/in/ann/echo"];
const attempt = async (code: ErrorCode, message: string) =>
  await failedAttempt(lab, head, new WiregradeError(code, message), places, () => Promise.resolve("d"));

test.each<[ErrorCode, string, string]>([
  ["MANIFEST_MISSING", "/tmp/w/1/submission/wiregrade.json: there is none", "no wiregrade.json"],
  ["MANIFEST_INVALID", "/in/ann/echo/wiregrade.json: is not JSON", "wiregrade.json: is not JSON"],
  ["LAB_MISMATCH", '/in/ann: is a submission for "x"', 'is a submission for "x"'],
  ["ARCHIVE_INVALID", "/in/ann/echo.zip: is empty", "echo.zip: is empty"],
])("%s is the submission's own, and is told without where it lay", async (code, message, note) => {
  expect(await attempt(code, message)).toMatchObject({ complete: true, score: 0, submission: { name: "ann", digest: "d" }, fault: { message: note } });
});

test.each<ErrorCode>(["WORKER_DIED", "LAB_UNKNOWN", "RUBRIC_INVALID", "LAB_INVALID"])("%s takes no points", async (code) => {
  expect(await attempt(code, "no")).toMatchObject({ complete: false, fault: null });
});
