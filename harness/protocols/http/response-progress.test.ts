import { expect, test } from "@jest/globals";
import { ResponseProgress } from "./response-progress.js";
import { parseResponses } from "./responses.js";

const push = (progress: ResponseProgress, text: string) => progress.push(Buffer.from(text, "latin1"));

test("counts final responses, and lists interim ones", () => {
  const progress = new ResponseProgress(["PUT", "GET"]);
  push(progress, "HTTP/1.1 100 Continue\r\n\r");
  expect(progress).toMatchObject({ complete: 0, interim: [], over: false });
  push(progress, "\n");
  expect(progress).toMatchObject({ complete: 0, interim: [100], over: false });
  push(progress, "HTTP/1.1 201 \r\nContent-Length: 2\r\n\r\nhiHTTP/1.1 200 OK\r\n\r\nhello");
  expect(progress).toMatchObject({ complete: 1, interim: [100], over: false });
  progress.end();
  expect(progress).toMatchObject({ complete: 2, over: true });
});

test("a reset, without an end, completes nothing", () => {
  const progress = new ResponseProgress(["GET"]);
  push(progress, "HTTP/1.1 200 OK\r\n\r\nhello");
  expect(progress.complete).toBe(0);
});

test("is over where no sense is in the bytes, or nothing is awaited", () => {
  const progress = new ResponseProgress(["GET"]);
  push(progress, "220 r");
  expect(progress.over).toBe(true);
  expect(new ResponseProgress([]).over).toBe(true);
});

/** Processor time, ms: other work on the machine does not count. */
function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const MIB = 1 << 20;
const head = (framing: string) => Buffer.from(`HTTP/1.1 200 OK\r\n${framing}\r\n\r\n`);
/** Chunks of 64 KiB. */
const chunkedBody = Buffer.concat([
  ...Array.from({ length: 800 }, () => Buffer.concat([Buffer.from("10000\r\n"), Buffer.alloc(65536, "\r"), Buffer.from("\r\n")])),
  Buffer.from("0\r\n\r\n"),
]);

test.each([
  ["by Content-Length", Buffer.concat([head(`Content-Length: ${50 * MIB}`), Buffer.alloc(50 * MIB, "\r")])],
  ["chunked", Buffer.concat([head("Transfer-Encoding: chunked"), chunkedBody])],
  ["stray", Buffer.concat([head("Server: x"), Buffer.alloc(50 * MIB, "H")])],
])("50 MiB %s cost next to nothing, parsed or followed", (name, bytes) => {
  const method = name === "stray" ? "HEAD" : "GET";
  expect(cpuMs(() => expect(parseResponses(bytes, [method], "open").responses[0]?.complete).toBe(true))).toBeLessThan(1000);
  const progress = new ResponseProgress([method]);
  expect(
    cpuMs(() => {
      for (let at = 0; at < bytes.length; at += 1460) progress.push(bytes.subarray(at, at + 1460));
    }),
  ).toBeLessThan(1000);
  expect(progress.complete).toBe(1);
});

test("a head of 1 MiB in single bytes takes linear time", () => {
  const bytes = Buffer.from(`HTTP/1.1 200 OK\r\nA: ${"x".repeat(MIB)}\r\nContent-Length: 0\r\n\r\n`);
  const progress = new ResponseProgress(["GET"]);
  expect(
    cpuMs(() => {
      for (let at = 0; at < bytes.length; at++) progress.push(bytes.subarray(at, at + 1));
    }),
  ).toBeLessThan(5000);
  expect(progress.complete).toBe(1);
});
