import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { readFileSync } from "node:fs";
import { viewValidator } from "../judge/validate-view.js";
import { packageFile } from "../text/package-root.js";
import { arbitraryTranscript } from "../transcript/arbitrary-events.js";
import type { Dissector } from "../transcript/dissector.js";

/** What must hold of any lab's dissector, as tests. `transcripts`: those that its lab can come to, where that is not any. */
export function testDissector(lab: string, dissect: Dissector, transcripts = arbitraryTranscript()): void {
  const validate = viewValidator(JSON.parse(readFileSync(packageFile("labs", lab, "view.schema.json"), "utf8")) as object);

  test("whatever is on record, the view holds, and is the same each time", () => {
    fc.assert(
      fc.property(transcripts, (transcript) => {
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
      fc.property(transcripts, (transcript) => {
        const played = transcript.events.filter((event) => event.type !== "signal");
        const labels = new Set(played.flatMap((event) => (event.type === "exchange" ? [event.label] : [])));
        const view = dissect({ ...transcript, events: played }) as { exchanges: object };
        expect(new Set(Object.keys(view.exchanges))).toEqual(labels);
      }),
    );
  });
}
