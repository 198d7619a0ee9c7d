import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { arbitraryMethods, arbitraryResponses, arbitraryStream, type SampleResponse } from "./arbitrary-responses.js";
import type { Ending, Problem } from "./message.js";
import { parseRequests } from "./requests.js";
import { ResponseProgress } from "./response-progress.js";
import { parseResponses, type HttpResponse } from "./responses.js";

const methodsOf = (samples: SampleResponse[]) => samples.map(({ method }) => method);
const bytesOf = (samples: SampleResponse[]) => Buffer.concat(samples.map(({ bytes }) => bytes));
const pairs = (fields: HttpResponse["fields"]) => fields.map(({ name, value }) => [name, value]);
const arbitraryEnd = fc.constantFrom<Ending>("fin", "reset", "open");

describe("right responses", () => {
  test("are read as they were meant, in any framing", () => {
    fc.assert(
      fc.property(arbitraryResponses(), (samples) => {
        const { responses, surplus } = parseResponses(bytesOf(samples), methodsOf(samples), "fin");
        expect(surplus).toBeNull();
        expect(responses.map(({ problem }) => problem)).toEqual(samples.map(() => null));
        expect(
          responses.map((response) => ({
            ...{ method: response.method, status: response.status, reason: response.reason, framing: response.framing },
            ...{ fields: pairs(response.fields), trailers: pairs(response.trailers), body: Buffer.from(response.body) },
            ...{ interim: response.interim.map(({ status }) => status), complete: response.complete },
          })),
        ).toEqual(samples.map((sample) => ({ ...sample, bytes: undefined, complete: true })));
      }),
    );
  });

  test("give the place of every part", () => {
    fc.assert(
      fc.property(arbitraryResponses(), (samples) => {
        const bytes = bytesOf(samples);
        let at = 0;
        for (const response of parseResponses(bytes, methodsOf(samples), "fin").responses) {
          expect(response.interim[0]?.offset ?? response.offset).toBe(at);
          at = response.offset + response.length;
          expect(bytes.toString("latin1", response.offset, response.offset + 5)).toBe("HTTP/");
          expect(bytes.toString("latin1", response.bodyOffset - 2, response.bodyOffset)).toBe("\r\n");
          for (const { name, value, offset, length, valueOffset } of [...response.fields, ...response.trailers]) {
            expect(bytes.toString("latin1", offset, offset + name.length)).toBe(name);
            expect(bytes.toString("latin1", offset + length, offset + length + 2)).toBe("\r\n");
            expect(bytes.toString("latin1", valueOffset, valueOffset + value.length)).toBe(value);
          }
        }
        expect(at).toBe(bytes.length);
      }),
    );
  });

  test("cut anywhere, the one that is cut is incomplete and says why; those before it are whole", () => {
    fc.assert(
      fc.property(arbitraryResponses(), fc.nat(), arbitraryEnd, (samples, where, end) => {
        const whole = bytesOf(samples);
        const cut = where % whole.length;
        const { responses, surplus } = parseResponses(whole.subarray(0, cut), methodsOf(samples), end);
        expect(surplus).toBeNull();
        let ended = 0;
        for (const [i, sample] of samples.entries()) {
          const [began, head] = [ended, ended + sample.bytes.length - sample.body.length];
          ended += sample.bytes.length;
          const response = responses[i];
          if (began >= cut) expect(response).toBeUndefined();
          else if (sample.framing === "close") expect(response?.complete).toBe(end === "fin" && cut >= head);
          else expect(response?.complete).toBe(ended <= cut);
          if (response?.complete === false) expect(response.brokenOff).toEqual({ ...response.problem, offset: cut, length: 0 });
        }
      }),
    );
  });
});

describe("any bytes", () => {
  const within = (bytes: Uint8Array, { offset, length, what, clause }: Problem) => {
    expect(offset).toBeGreaterThanOrEqual(0);
    expect(length).toBeGreaterThanOrEqual(0);
    expect(offset + length).toBeLessThanOrEqual(bytes.length);
    expect(what).toMatch(/^[A-Za-z][ -~]*[^.]$/);
    expect(clause).toMatch(/^RFC [0-9]{4}( [0-9.]+)?$/);
  };

  test("are read as responses; every byte is accounted for, and every problem lies within the stream", () => {
    fc.assert(
      fc.property(arbitraryStream(), arbitraryMethods(), arbitraryEnd, (bytes, methods, end) => {
        const { responses, surplus, tunnelOffset } = parseResponses(bytes, methods, end);
        expect(responses.length).toBeLessThanOrEqual(methods.length);
        let at = 0;
        for (const response of responses) {
          for (const part of [...response.interim, response]) {
            expect(part.complete).toBe(part.brokenOff === null);
            expect(part.offset).toBeGreaterThanOrEqual(at);
            expect(bytes.toString("latin1", at, part.offset)).toMatch(/^[\r\n]*$/);
            at = part.offset + part.length;
            for (const problem of [part.problem, part.brokenOff]) if (problem !== null) within(bytes, problem);
          }
          if (response.strayBody !== null) at += response.strayBody.length;
          if (response.strayBody !== null) within(bytes, response.strayBody);
          if (!response.complete || response.strayBody !== null) expect(response.problem).not.toBeNull();
        }
        if (surplus !== null) within(bytes, surplus);
        expect(surplus?.offset ?? tunnelOffset ?? bytes.length).toBe(at);
      }),
      { numRuns: 1000 },
    );
  });

  test("are read as requests", () => {
    fc.assert(
      fc.property(arbitraryStream(), (bytes) => {
        const { requests, surplus } = parseRequests(bytes);
        let at = 0;
        for (const request of requests) {
          expect(bytes.toString("latin1", at, request.offset)).toMatch(/^[\r\n]*$/);
          at = request.offset + request.length;
          for (const problem of [request.problem, request.brokenOff]) if (problem !== null) within(bytes, problem);
        }
        expect(surplus?.offset ?? bytes.length).toBe(at);
      }),
      { numRuns: 1000 },
    );
  });

  test("progress agrees with what is parsed of all so far, however the bytes are cut", () => {
    fc.assert(
      fc.property(
        fc.oneof(arbitraryStream(), arbitraryResponses().map(bytesOf)),
        arbitraryMethods(),
        fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1 }),
        fc.boolean(),
        (bytes, methods, cuts, closes) => {
          const progress = new ResponseProgress(methods);
          const agree = (until: number, end: Ending) => {
            const { responses, tunnelOffset } = parseResponses(bytes.subarray(0, until), methods, end);
            const complete = responses.filter((response) => response.complete).length;
            expect([until, progress.complete]).toEqual([until, complete]);
            if (progress.over) expect(complete === methods.length || complete < responses.length || tunnelOffset !== null || end === "fin").toBe(true);
            expect(progress.interim).toEqual(responses.flatMap((response) => response.interim.map(({ status }) => status)));
          };
          for (let at = 0, i = 0; at < bytes.length; i++) {
            // The caller may use its memory again.
            const piece = Buffer.from(bytes.subarray(at, at + (cuts[i % cuts.length] as number)));
            progress.push(piece);
            piece.fill(0);
            at += piece.length;
            agree(at, "open");
          }
          if (!closes) return;
          progress.end();
          agree(bytes.length, "fin");
        },
      ),
      { numRuns: 1000 },
    );
  });
});
