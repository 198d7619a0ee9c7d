import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { readFileSync } from "node:fs";
import { viewValidator } from "../../harness/judge/validate-view.js";
import { packageFile } from "../../harness/text/package-root.js";
import { arbitraryTranscript } from "../../harness/transcript/arbitrary-events.js";
import { dissect } from "./dissect.js";
import { formOf, type FormView } from "./form-view.js";

const validate = viewValidator(JSON.parse(readFileSync(packageFile("labs", "http-server", "view.schema.json"), "utf8")) as object);

test("whatever is on record, the view holds, and is the same each time", () => {
  fc.assert(
    fc.property(arbitraryTranscript(), (transcript) => {
      const before = JSON.stringify(transcript);
      const view = JSON.stringify(dissect(transcript));
      expect(validate(JSON.parse(view))).toBeNull();
      expect(JSON.stringify(dissect(transcript))).toBe(view);
      expect(JSON.stringify(transcript)).toBe(before);
    }),
    { numRuns: 500 },
  );
});

test("every exchange before the end of the run is in the view", () => {
  fc.assert(
    fc.property(arbitraryTranscript(), (transcript) => {
      const played = transcript.events.filter((event) => event.type !== "signal");
      const labels = new Set(played.flatMap((event) => (event.type === "exchange" ? [event.label] : [])));
      const view = dissect({ ...transcript, events: played }) as { exchanges: object };
      expect(new Set(Object.keys(view.exchanges))).toEqual(labels);
    }),
  );
});

describe("a form is judged by what a browser would show of the page", () => {
  test.each<[string, string, string, FormView["shown"], string]>([
    ["plain text", "a=b&c=d", "<p>a: b, c: d", "all", ""],
    ["plus and percent, decoded once", "q=1%2B1+%252B", "q: 1+1 %2B", "all", ""],
    ["split before it is decoded", "q=a%26b%3Dc", "q=a&amp;b=c", "all", ""],
    ["escaped markup", "q=%3Cb%3E", "q: &lt;b&#62;", "all", ""],
    ["markup that stays markup", "q=%3Cb%3E", "q: <b>", "all", "<b>"],
    ["an ampersand that is not escaped", "q=%26lt%3B", "q: &lt;", "some", ""],
    ["UTF-8 as bytes and as a reference", "q=%C3%BC", "q: &#252;", "all", ""],
    ["nothing of it", "one=two", "<p>thank you", "none", ""],
  ])("%s", (_, sent, page, shown, unescaped) => {
    expect(formOf(sent, page)).toMatchObject({ shown, unescaped });
  });
});
