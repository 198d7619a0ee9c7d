// A peer's place: whom it knows beside it on the circle, and which identifiers it answers for.

import { isBetween, isInRange } from "./identifier.js";
import { isSame, type Ref } from "./ref.js";

export class Ring {
  readonly self: Ref;
  #predecessor: Ref | null;
  #first: Ref;
  #second: Ref | undefined;
  #rangeStart: number;
  #predecessorHeardMs = 0;

  /** Told when the predecessor is another, and where our range began before. */
  onPredecessor: (formerStart: number) => void = () => {};
  /** Told when the successors are others. */
  onSuccessors: () => void = () => {};

  /** A ring of one: its own predecessor and both successors. */
  constructor(self: Ref) {
    this.self = self;
    this.#predecessor = self;
    this.#first = self;
    this.#rangeStart = self.id;
  }

  /** Null if it died and no other has notified us since. */
  get predecessor(): Ref | null {
    return this.#predecessor;
  }

  get first(): Ref {
    return this.#first;
  }

  /** Undefined while unknown; in a ring of two the peer itself. */
  get second(): Ref | undefined {
    return this.#second;
  }

  /** As they are told to others. While the second is unknown the first stands twice. */
  get successors(): [Ref, Ref] {
    return [this.#first, this.#second ?? this.#first];
  }

  get isAlone(): boolean {
    return isSame(this.#first, this.self);
  }

  /** The predecessor, if it is another peer and not dead. */
  get otherPredecessor(): Ref | undefined {
    return this.#predecessor === null || isSame(this.#predecessor, this.self) ? undefined : this.#predecessor;
  }

  /** Both successors as far as they are known, without the peer itself. */
  get otherSuccessors(): Ref[] {
    return this.successors.filter(
      (ref, index, all) => !isSame(ref, this.self) && all.findIndex((one) => isSame(one, ref)) === index,
    );
  }

  /** Time since the predecessor's last sign of life. */
  get predecessorSilenceMs(): number {
    return performance.now() - this.#predecessorHeardMs;
  }

  /** Whether a key with this identifier belongs to us. */
  owns(id: number): boolean {
    return isInRange(this.#rangeStart, id, this.self.id);
  }

  /** Whether the peer would be a better first successor than the one that we have. */
  isBetterFirst(ref: Ref): boolean {
    return isBetween(this.self.id, ref.id, this.#first.id);
  }

  /** Whether the peer would be a better predecessor than the one that we have: any is, if ours died. */
  isBetterPredecessor(ref: Ref): boolean {
    if (ref.id === this.self.id) return false;
    return this.#predecessor === null || isBetween(this.#predecessor.id, ref.id, this.self.id);
  }

  predecessorIsHeard(): void {
    this.#predecessorHeardMs = performance.now();
  }

  takePredecessor(ref: Ref): void {
    const formerStart = this.#rangeStart;
    this.#predecessor = ref;
    this.#rangeStart = ref.id;
    this.predecessorIsHeard();
    this.onPredecessor(formerStart);
  }

  /** Our range still begins after it: what was its own we do not have, and nobody has asked us to answer for it. */
  losePredecessor(): void {
    this.#predecessor = null;
  }

  takeSuccessors(first: Ref, second: Ref | undefined): void {
    this.#first = first;
    this.#second = isSame(first, second) ? undefined : second;
    this.onSuccessors();
  }
}
