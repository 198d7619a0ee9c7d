// Tries to build for ever (50 s); the build must be ended at its limit, and that be said.
import process from "node:process";

setTimeout(() => process.exit(), 50_000);
