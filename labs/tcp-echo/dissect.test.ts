import { testDissector } from "../../harness/lab/test-dissector.js";
import { dissect } from "./dissect.js";

testDissector("tcp-echo", dissect);
