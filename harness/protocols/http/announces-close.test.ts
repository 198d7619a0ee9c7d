import { expect, test } from "@jest/globals";
import { announcesClose } from "./announces-close.js";
import { parseResponses, type HttpResponse } from "./responses.js";

const parse = (head: string) => parseResponses(Buffer.from(`${head}\r\n\r\n`, "latin1"), ["GET"], "open").responses[0] as HttpResponse;

test.each([
  ["an option", "HTTP/1.1 404 x\r\nContent-Length: 0\r\nConnection: Foo, Close", true],
  ["a second line", "HTTP/1.1 404 x\r\nConnection: foo\r\nContent-Length: 0\r\nConnection: close", true],
  ["no length", "HTTP/1.1 404 x", true],
  ["HTTP/1.0", "HTTP/1.0 404 x\r\nContent-Length: 0", true],
  ["HTTP/1.0 that stays", "HTTP/1.0 404 x\r\nContent-Length: 0\r\nConnection: Keep-Alive", false],
  ["nothing", "HTTP/1.1 404 x\r\nContent-Length: 0", false],
])("a close is announced by %s: %s", (_, head, announced) => {
  expect(announcesClose(parse(head))).toBe(announced);
});
