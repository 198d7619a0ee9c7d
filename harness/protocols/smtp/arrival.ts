import type { Crossing } from "../../transcript/exchanges.js";

/** Which event carried which byte of one direction of a connection. */
export class Arrival {
  /** Where each event's bytes begin in the stream. */
  readonly #starts: number[] = [];
  readonly #events: number[] = [];

  constructor(crossings: readonly Crossing[], direction: Crossing["direction"]) {
    let offset = 0;
    for (const crossing of crossings) {
      if (crossing.type !== "data" || crossing.direction !== direction) continue;
      this.#starts.push(offset);
      this.#events.push(crossing.n);
      offset += crossing.bytes.length;
    }
  }

  /** The number of the event that carried the byte at `offset`. */
  eventOf(offset: number): number {
    return this.#events[this.#indexOf(offset)] ?? 0;
  }

  /** The numbers of all events that carried bytes of this part. */
  eventsOf(offset: number, length: number): number[] {
    return length === 0 ? [] : this.#events.slice(this.#indexOf(offset), this.#indexOf(offset + length - 1) + 1);
  }

  #indexOf(offset: number): number {
    let [low, high] = [0, this.#starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
