import { expect, test } from "@jest/globals";
import { DOMParser, onErrorStopParsing, type Document, type Element } from "@xmldom/xmldom";
import { makeReport } from "./formats.js";
import { paintFor } from "./paint.js";
import { HOSTILE, hostileResults, makeTestResult, makeVerdict } from "./test-results.js";
import { inertText } from "../text/visible.js";

/** The Char of XML 1.0, which the parser does not look at: https://www.w3.org/TR/xml/#charsets */
const XML_CHARS = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;

/** Throws on whatever is not well-formed. */
function parse(xml: string): Document {
  expect(xml).toMatch(XML_CHARS);
  return new DOMParser({ onError: onErrorStopParsing }).parseFromString(xml, "text/xml");
}

async function junit(...results: Parameters<typeof makeReport>[1]): Promise<Document> {
  return parse(await makeReport("junit", results, paintFor({}, {})));
}

const all = (of: Document | Element, name: string): Element[] => [...of.getElementsByTagName(name)];
const attributes = (element: Element | undefined) => Object.fromEntries([...(element?.attributes ?? [])].map(({ name, value }) => [name, value]));

test("the check of well-formedness finds what is not", () => {
  for (const wrong of ["<a>", "<a></b>", "<a b='<'/>", "<a>&nbsp;</a>", "<a/><b/>", "<a>\u0000</a>", "<a>\ud800</a>", "<a b='1' b='2'/>"])
    expect(() => parse(wrong)).toThrow(/./);
});

test("a suite per submission, a case per check, each with its counts", async () => {
  const verdicts = [
    makeVerdict("a"),
    makeVerdict("b", { status: "fail" }),
    makeVerdict("c", { status: "skip", reason: "b failed", role: "client", scenario: "other" }),
    makeVerdict("d", { status: "error", reason: "the machine was late" }),
    makeVerdict("e", { status: "fail", level: "beyond" }),
  ];
  const document = await junit(makeTestResult("ada", verdicts), makeTestResult("bob", [makeVerdict("a")]));
  const root = document.documentElement as Element;
  expect([root.tagName, attributes(root)]).toEqual(["testsuites", { name: "some-lab", tests: "6", failures: "1", errors: "1", time: "3.000" }]);
  const [ada, bob] = all(document, "testsuite") as [Element, Element];
  expect(attributes(ada)).toEqual({ name: "ada", tests: "5", failures: "1", errors: "1", skipped: "2", time: "1.500", timestamp: "2025-01-02T03:04:05" });
  expect(attributes(bob)).toMatchObject({ name: "bob", tests: "1", failures: "0", errors: "0", skipped: "0" });
  expect(Object.fromEntries(all(ada, "property").map((property) => [property.getAttribute("name"), property.getAttribute("value")]))).toEqual({
    ...{ score: "10", maxScore: "50", bonus: "0", complete: "false", note: "fails b; 2 skipped for it" },
    ...{ isolation: "process", seed: "s", labDigest: "1".repeat(64) },
  });
  // Four checks share the 0.9 s of their scenario.
  expect(all(ada, "testcase").map(attributes)).toEqual([
    { classname: "some-lab.server", name: "title of a", time: "0.225" },
    { classname: "some-lab.server", name: "title of b", time: "0.225" },
    { classname: "some-lab.client", name: "title of c", time: "0.000" },
    { classname: "some-lab.server", name: "title of d", time: "0.225" },
    { classname: "some-lab.server", name: "title of e", time: "0.225" },
  ]);
  const outcomes = all(ada, "testcase").map((one) => {
    const [outcome] = [...one.childNodes].filter(({ nodeType }) => nodeType === 1) as Element[];
    return outcome === undefined ? null : [outcome.tagName, outcome.getAttribute("type"), outcome.getAttribute("message"), outcome.textContent?.split("\n")[0]];
  });
  const why = "the reply is not in upper case";
  expect(outcomes).toEqual([
    null,
    ["failure", "fail", why, why],
    ["skipped", "skip", "b failed", "b failed"],
    ["error", "error", "the machine was late", "the machine was late"],
    ["skipped", "beyond", `beyond the contract: ${why}`, why],
  ]);
});

test("hostile texts stay texts", async () => {
  const document = await junit(...hostileResults());
  const suite = all(document, "testsuite")[0];
  expect(suite?.getAttribute("name")).toBe(inertText(HOSTILE));
  expect(all(document, "failure")[0]?.getAttribute("message")).toBe(inertText(HOSTILE));
  expect(all(document, "failure")[0]?.textContent).toContain("]]> <script>");
  expect(new Set(all(document, "*").map(({ tagName }) => tagName))).toEqual(
    new Set(["error", "failure", "properties", "property", "skipped", "testcase", "testsuite", "testsuites"]),
  );
});
