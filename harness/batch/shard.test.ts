import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { inShard } from "./shard.js";

test("shards take every submission once, evenly, and the same ones in whatever order they come", () => {
  const names = fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 40 });
  fc.assert(
    fc.property(names, fc.integer({ min: 1, max: 12 }), fc.infiniteStream(fc.double({ noNaN: true })), (all, of, dice) => {
      const submissions = all.map((name) => ({ name, source: `/s/${name}` }));
      const shuffled = submissions
        .map((submission) => ({ submission, at: dice.next().value as number }))
        .sort((a, b) => a.at - b.at)
        .map(({ submission }) => submission);
      const shards = Array.from({ length: of }, (_, index) => inShard(submissions, { index: index + 1, of }));
      expect(
        shards
          .flat()
          .map(({ name }) => name)
          .sort(),
      ).toEqual([...all].sort());
      const sizes = shards.map((shard) => shard.length);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      for (const [index, shard] of shards.entries()) expect(new Set(inShard(shuffled, { index: index + 1, of }))).toEqual(new Set(shard));
    }),
  );
  expect(inShard([{ name: "b", source: "" }], null)).toEqual([{ name: "b", source: "" }]);
});
