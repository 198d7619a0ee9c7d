import { expect, test } from "@jest/globals";
import fc from "fast-check";
import type { ProcessEvent } from "./events.js";
import { KeptOutput } from "./kept-output.js";

test("however the output is cut, head, tail and the number left out make up the whole", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 12 }), fc.nat({ max: 60 }), fc.integer({ min: 1, max: 40 }), (chunks, head, tail) => {
      const events: ProcessEvent[] = [];
      const kept = new KeptOutput("server", "stderr", (event) => void events.push(event), { head, tail });
      for (const chunk of chunks) kept.push(Buffer.from(chunk));
      kept.end();
      const whole = Buffer.concat(chunks);
      const bytes = Buffer.concat(events.flatMap((event) => (event.type === "stderr" ? [event.bytes] : [])));
      expect(bytes).toEqual(whole.subarray(0, head));
      const last = events.find((event) => event.type === "output-tail");
      expect(events.filter((event) => event.type === "output-cut")).toHaveLength(whole.length > head ? 1 : 0);
      if (last?.type !== "output-tail") return expect(whole.length).toBeLessThanOrEqual(head);
      expect(last.bytes).toEqual(whole.subarray(head).subarray(-tail));
      expect(last.skipped).toBe(Math.max(0, whole.length - head - tail));
    }),
  );
});

test("what is kept does not change with the buffer that it came in", () => {
  const events: ProcessEvent[] = [];
  const kept = new KeptOutput("server", "stdout", (event) => void events.push(event), { head: 2, tail: 2 });
  const chunk = Buffer.from("abcd");
  kept.push(chunk);
  chunk.fill("x");
  kept.end();
  expect(events.map((event) => ("bytes" in event ? Buffer.from(event.bytes).toString() : event.type))).toEqual(["ab", "output-cut", "cd"]);
});
