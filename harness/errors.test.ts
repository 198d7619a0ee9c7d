import { expect, test } from "@jest/globals";
import { stat } from "node:fs/promises";
import { ERROR_CODES, errorCode, errorMessage, inWords, WiregradeError } from "./errors.js";

test.each(ERROR_CODES)("%s says in one line what to do about it, and how to exit", (code) => {
  const { mend, exitCode, message } = new WiregradeError(code, "what happened");
  expect(mend).toMatch(/^[^\n]{8,200}$/);
  // It follows the message and a semicolon.
  expect(mend).toMatch(/^[a-z`]/);
  expect(mend).not.toMatch(/[.!]$/);
  expect([2, 3]).toContain(exitCode);
  expect(message).toBe("what happened");
  expect(code).toMatch(/^[A-Z]+(_[A-Z]+)*$/);
});

test("a mend of its own stands in for that of the code", () => {
  const cause = new Error("below");
  const error = new WiregradeError("USAGE", "no", { mend: "do this", cause });
  expect([error.code, error.mend, error.exitCode, error.cause, error.name]).toEqual(["USAGE", "do this", 2, cause, "WiregradeError"]);
});

test("an error of the system is told in words", async () => {
  const error: unknown = await stat("/nowhere").catch((thrown: unknown) => thrown);
  expect(inWords(error)).toBe("there is no such file or folder");
  expect(inWords(new Error("other"))).toBe("other");
});

test("whatever is thrown has a message of one line", async () => {
  expect(errorMessage(new Error("one\ntwo"))).toBe("one");
  expect(["text", 7, null, undefined, { message: 7 }].map(errorMessage)).toEqual(["text", "7", "null", "undefined", "[object Object]"]);
  const missing: unknown = await stat("/nowhere").catch((error: unknown) => error);
  expect(errorCode(missing)).toBe("ENOENT");
  expect(errorMessage(missing)).toContain("/nowhere");
  expect([errorCode(null), errorCode({ code: 7 }), errorCode("ENOENT")]).toEqual([undefined, undefined, undefined]);
});
