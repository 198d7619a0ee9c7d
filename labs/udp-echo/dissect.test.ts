import { arbitraryTranscript } from "../../harness/transcript/arbitrary-events.js";
import { testDissector } from "../../harness/lab/test-dissector.js";
import { dissect } from "./dissect.js";

/** Whatever but what a UDP socket cannot come to: it is neither refused, nor ended, nor reset by the other side. */
const udpTranscript = arbitraryTranscript().map((transcript) => ({
  ...transcript,
  events: transcript.events.filter(
    (event) => event.type !== "open-failed" && !(event.type === "wait" && (event.outcome === "ended" || event.outcome === "reset")),
  ),
}));

testDissector("udp-echo", dissect, udpTranscript);
