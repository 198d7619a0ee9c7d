/**
 * A jest reporter that ends the output with `N passed, N failed`, alone on its line, for whoever reads a log by machine. A test
 * file that could not be run at all counts as one failure. It counts for itself, since `results.success` says false to an ESM
 * reporter whatever happened, and writes at exit, since jest puts its own summary after all other reporters.
 */
export default class ClosingLineReporter {
  #line = null;

  onRunComplete(_contexts, results) {
    if (this.#line === null) process.once("exit", () => process.stdout.write(this.#line));
    this.#line = `${results.numPassedTests} passed, ${results.numFailedTests + results.numRuntimeErrorTestSuites} failed\n`;
  }
}
