import { testDissector } from "../../harness/lab/test-dissector.js";
import { dissect } from "./dissect.js";

testDissector("pop3-server", dissect);
