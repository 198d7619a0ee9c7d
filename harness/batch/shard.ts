import type { Submission } from "./find-submissions.js";

/** A part of a batch, for one of several machines: the second of three is { "index": 2, "of": 3 }. */
export interface Shard {
  /** From 1 on. */
  index: number;
  of: number;
}

/** "2/3" */
export function shardText({ index, of }: Shard): string {
  return `${index}/${of}`;
}

/** The submissions of a shard, in their order: those whose position among the names, sorted by code units, leaves `index - 1` modulo `of`. */
export function inShard(submissions: readonly Submission[], shard: Shard | null): Submission[] {
  if (shard === null) return [...submissions];
  const names = submissions.map(({ name }) => name).sort();
  const mine = new Set(names.filter((_, position) => position % shard.of === shard.index - 1));
  return submissions.filter(({ name }) => mine.has(name));
}
