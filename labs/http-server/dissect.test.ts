import { describe, expect, test } from "@jest/globals";
import { utf8 } from "#harness";
import { testDissector } from "../../harness/lab/test-dissector.js";
import { dissect } from "./dissect.js";
import { formOf, type FormView } from "./form-view.js";

testDissector("http-server", dissect);

test("a server that talks unasked where a large file is to come is told of as that, and no response", () => {
  const head = { type: "head", version: 1, lab: "http-server", scenario: "", scenarioDigest: "", role: "server", mode: "whole", trial: 1, seed: "" } as const;
  const stream = { seed: "", length: 8, lineBytes: 4, upper: false };
  const view = dissect({
    head: { ...head, submission: { name: "", digest: "" }, startedAt: "2026-01-01T00:00:00.000Z" },
    events: [
      { n: 1, at: 0, type: "exchange", socket: 1, label: "large" },
      { n: 2, at: 1, type: "data", socket: 1, direction: "received", bytes: Buffer.from("HTTP/1.1 200 OK\r\n\r\n") },
      { n: 3, at: 2, type: "bulk", socket: 1, direction: "received", of: stream, offset: 0, length: 8 },
    ],
    end: { type: "done", outcome: "played", reason: null, durationMs: 3 },
  });
  expect(view).toMatchObject({ exchanges: { large: { asked: 0, responses: [], streamed: { bytes: 8 } } } });
});

describe("a form is judged by what a browser would show of the page", () => {
  test.each<[string, string, string, FormView["shown"], string]>([
    ["plain text", "a=b&c=d", "<p>a: b, c: d", "all", ""],
    ["plus and percent, decoded once", "q=1%2B1+%252B", "q: 1+1 %2B", "all", ""],
    ["split before it is decoded", "q=a%26b%3Dc", "q=a&amp;b=c", "all", ""],
    ["escaped markup", "q=%3Cb%3E", "q: &lt;b&#62;", "all", ""],
    ["markup that stays markup", "q=%3Cb%3E", "q: <b>", "all", "<b>"],
    ["a second tag that stays markup", "q=%3Cb%3Efoo%3C/b%3E", "q: &lt;b&gt;foo</b>", "all", "foo</b>"],
    ["markup of the page around what is escaped", "q=foo%3C/b%3E", "<b>q</b>: foo&lt;/b&gt;</b>", "all", ""],
    ["an ampersand that is not escaped", "q=%26lt%3B", "q: &lt;", "some", ""],
    ["UTF-8 as bytes and as a reference", "q=%C3%BC", "q: &#252;", "all", ""],
    ["letters by their names, as htmlentities and escapeHtml4 write them", "q=gr%C3%BCn+%E2%82%AC", "q: gr&uuml;n &euro;", "all", ""],
    ["signs by their names in HTML 5", "q=1%2B1+%3D+2", "q: 1&plus;1 &equals; 2", "all", ""],
    ["another letter's name", "q=%C3%BC", "q: &Uuml;", "some", ""],
    ["bytes as letters, by their names", "q=%C3%BC", "q: &Atilde;&frac14;", "some", ""],
    ["a name, escaped twice", "q=%C3%BC", "q: &amp;uuml;", "some", ""],
    ["nothing of it", "one=two", "<p>thank you", "none", ""],
  ])("%s", (_, sent, page, shown, unescaped) => {
    expect(formOf(sent, utf8(page))).toMatchObject({ shown, unescaped });
  });
});
