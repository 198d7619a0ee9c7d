import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { readFileSync } from "node:fs";
import { viewValidator } from "../../harness/judge/validate-view.js";
import { packageFile } from "../../harness/text/package-root.js";
import { arbitraryTranscript } from "../../harness/transcript/arbitrary-events.js";
import { dissect } from "./dissect.js";

const validate = viewValidator(JSON.parse(readFileSync(packageFile("labs", "udp-echo", "view.schema.json"), "utf8")) as object);

/** Whatever but what a UDP socket cannot come to: it is neither refused, nor ended, nor reset by the other side. */
const udpTranscript = arbitraryTranscript().map((transcript) => ({
  ...transcript,
  events: transcript.events.filter(
    (event) => event.type !== "open-failed" && !(event.type === "wait" && (event.outcome === "ended" || event.outcome === "reset")),
  ),
}));

test("whatever is on record, the view holds, and is the same each time", () => {
  fc.assert(
    fc.property(udpTranscript, (transcript) => {
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
    fc.property(udpTranscript, (transcript) => {
      const played = transcript.events.filter((event) => event.type !== "signal");
      const labels = new Set(played.flatMap((event) => (event.type === "exchange" ? [event.label] : [])));
      const view = dissect({ ...transcript, events: played }) as { exchanges: object };
      expect(new Set(Object.keys(view.exchanges))).toEqual(labels);
    }),
  );
});
