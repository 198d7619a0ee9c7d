/** jest's first reporter in a lab: has the default one, which hears the same options after it, show on a terminal how far the run is. */
export default class ProgressReporter {
  /** jest shows that for several test files only; ours is one that takes long. */
  onRunStart(_results: unknown, options: { showStatus: boolean }): void {
    options.showStatus = true;
  }
}
