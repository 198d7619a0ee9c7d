/** Why an archive is not unpacked, without the names of the archive and the entry: those are added in one place. */
export class Refusal extends Error {
  override readonly name = "Refusal";

  /** `message` goes on after the name of what it is about: "is a hard link". */
  constructor(
    message: string,
    readonly about: "entry" | "archive" = "entry",
  ) {
    super(message);
  }
}
