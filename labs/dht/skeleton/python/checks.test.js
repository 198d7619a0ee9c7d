// Every check of the lab as one jest test. `npm test` runs them; there is nothing to change here.
import { registerChecks } from "wiregrade/jest";
registerChecks();
