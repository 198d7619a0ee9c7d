import type { Transcript } from "#harness";
import { lettersOf, type Letter } from "./due.js";

/** A session as it goes by the contract: who is logged in, and which messages there are under which numbers. */
export class SessionState {
  #name: string | null = null;
  #letters: Letter[] | null = null;
  readonly #marked = new Set<Letter>();

  /**
   * `removed`: paths of files that sessions have removed so far. `uids`: what UIDL has told so far, by the message's file. `marking`: the events
   * in which a file was marked last, by its path.
   */
  constructor(
    private readonly transcript: Transcript,
    private readonly removed: Set<string>,
    readonly uids: Map<string, string>,
    private readonly marking: Map<string, readonly number[]>,
  ) {}

  /** Takes in a command and the status of its reply; `events`: the numbers of those in which they came. */
  take(command: string, status: string, events: readonly number[]): void {
    const n = events[0] ?? 0;
    const [keyword = "", argument = ""] = command.trim().split(/ +/);
    if (/^USER$/i.test(keyword)) this.#name = argument;
    if (status !== "+OK") return;
    if (/^PASS$/i.test(keyword) && this.#name !== null) this.#letters = lettersOf(this.transcript, this.#name, n).filter(({ path }) => !this.removed.has(path));
    const letter = this.letter(argument);
    if (/^DELE$/i.test(keyword) && letter !== null) {
      this.#marked.add(letter);
      this.marking.set(letter.path, events);
    }
    if (/^RSET$/i.test(keyword)) this.#unmark();
    if (/^QUIT$/i.test(keyword)) for (const { path } of this.#marked) this.removed.add(path);
  }

  #unmark(): void {
    for (const { path } of this.#marked) this.marking.delete(path);
    this.#marked.clear();
  }

  /** The messages that are not marked, by number. */
  get there(): Map<number, Letter> {
    return new Map((this.#letters ?? []).flatMap((letter, index) => (this.#marked.has(letter) ? [] : [[index + 1, letter] as const])));
  }

  letter(number: string): Letter | null {
    return /^\d{1,9}$/.test(number) ? (this.there.get(Number(number)) ?? null) : null;
  }
}
