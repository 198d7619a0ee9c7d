import { expect, test } from "@jest/globals";
import { gzipSync } from "node:zlib";
import { gunzip } from "./content-coding.js";

test("gzip is undone; what is none, is cut off, or would be too much is not", () => {
  expect(gunzip(gzipSync("hello"))).toEqual(Buffer.from("hello"));
  expect(gunzip(Buffer.from("hello"))).toBeNull();
  expect(gunzip(gzipSync("hello").subarray(0, 12))).toBeNull();
  expect(gunzip(gzipSync(Buffer.alloc(5 << 20)))).toBeNull();
});
