/**
 * How late our own event loop may be in hearing of what has arrived. A timer beats; after a stall it fires before the data is
 * read, so what counts is the beat before the last one: since then, and no longer, the data may have been waiting.
 */
const BEAT_MS = 10;

export class Heartbeat {
  #last = performance.now();
  #before = this.#last;
  readonly #timer = setInterval(() => {
    this.#before = this.#last;
    this.#last = performance.now();
  }, BEAT_MS).unref();

  /** ms that something heard of now may have arrived earlier, beyond what is usual; 0 on a loop that is not stalled. */
  lateness(): number {
    return Math.max(0, Math.round(performance.now() - this.#before - 3 * BEAT_MS));
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
