/** A line at the bottom of a terminal that is drawn over and over; elsewhere nothing but what `say` prints. */
export class Progress {
  #line = "";

  constructor(private readonly stream: NodeJS.WriteStream) {}

  /** Shows `text` until the next call; only on a terminal. */
  show(text: string): void {
    if (!this.stream.isTTY) return;
    const width = Math.max(20, (this.stream.columns || 80) - 1);
    this.#line = text.length > width ? `${text.slice(0, width - 1)}…` : text;
    this.stream.write(`\r\x1b[K${this.#line}`);
  }

  /** Prints a line that stays, above the progress. */
  say(text: string): void {
    if (this.#line !== "") this.stream.write("\r\x1b[K");
    this.stream.write(`${text}\n`);
    if (this.#line !== "") this.stream.write(this.#line);
  }

  clear(): void {
    if (this.#line !== "") this.stream.write("\r\x1b[K");
    this.#line = "";
  }
}

/** "12 s", "3 min" */
export function roughly(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 100 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
