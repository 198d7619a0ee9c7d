/**
 * A jest reporter whose last line is `N passed, N failed`, alone on its line, for whoever reads a log by machine. A test file
 * that could not be run at all counts as one failure. Counts tests, since `results.success` says false to an ESM reporter
 * whatever happened.
 */
export default class ClosingLineReporter {
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    process.stdout.write(`${results.numPassedTests} passed, ${failed} failed\n`);
  }
}
