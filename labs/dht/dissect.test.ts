import { arbitraryTranscript } from "../../harness/transcript/arbitrary-events.js";
import { testDissector } from "../../harness/lab/test-dissector.js";
import { dissect } from "./dissect.js";

testDissector("dht", dissect, arbitraryTranscript());
