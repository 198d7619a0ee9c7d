import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { marked } from "marked";
import { codeBlock, codeSpan, plainText } from "./markdown-text.js";
import { inertText } from "../text/visible.js";

const decode = (html: string) =>
  html.replace(/&(lt|gt|quot|amp|#39|#(\d+));/g, (_, name: string, code?: string) =>
    code === undefined ? ({ lt: "<", gt: ">", quot: '"', amp: "&" }[name] ?? "'") : String.fromCodePoint(Number(code)),
  );

/** Mostly what means something in Markdown, and any characters else, without those that are never seen. */
const anyText = fc
  .string({ unit: fc.oneof(fc.constantFrom(..."`|\\*_[]()<>&!#@~:-+1. \n$"), fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 })) })
  .map(inertText);

test("a code span is one, whatever is in it", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const shown = text.trim() === "" ? "(empty)" : `<code>${text.replaceAll("|", "\\x7c")}</code>`;
      expect(decode(marked.parse(`a ${codeSpan(text)} b`) as string)).toBe(`<p>a ${shown} b</p>\n`);
    }),
  );
});

test("a code span is one cell of a table", () => {
  fc.assert(
    fc.property(anyText, anyText, (one, two) => {
      const html = marked.parse(`| h | i |\n| - | - |\n| ${codeSpan(one)} | ${codeSpan(two)} |\n`) as string;
      expect(html.match(/<td>/g)).toHaveLength(2);
      expect(html.match(/<tr>/g)).toHaveLength(2);
      expect(html.replace(/<\/?(table|thead|tbody|tr|th|td|code)>/g, "")).not.toMatch(/[<>]/);
    }),
  );
});

test("a block of code ends at its fence", () => {
  fc.assert(
    fc.property(fc.array(anyText, { minLength: 1 }), (lines) => {
      const html = marked.parse(`a\n\n${codeBlock(lines)}\n\nb`) as string;
      expect(html).toMatch(/^<p>a<\/p>\n<pre><code class="language-text">[^<>]*<\/code><\/pre>\n<p>b<\/p>\n$/);
    }),
  );
});

test("a text of the rubric holds no markup, and reads as it was", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      // What stands around it in the template.
      const html = marked.parse(`**x: ${plainText(text)}y**`) as string;
      expect(decode(html.replace(/^<p><strong>x: |y<\/strong><\/p>\n$/g, "")).replaceAll("\u200b", "")).toBe(text);
    }),
  );
});

test.each([
  ["plain", "`plain`"],
  ["a`b", "``a`b``"],
  ["`", "`` ` ``"],
  ["a``b`", "``` a``b` ```"],
  [" a", "`  a `"],
  ["a|b\\|", "`a\\x7cb\\\\x7c`"],
  ["", "(empty)"],
])("the code span of %j is %s", (text, expected) => {
  expect(codeSpan(text)).toBe(expected);
});

test("what a hint says is no mention, and no address", () => {
  expect(plainText("RFC 9112 2.2: ask @ada, see #1 at http://e.org")).toBe("RFC 9112 2&#46;2: ask &#64;&#8203;ada, see &#35;&#8203;1 at http&#58;//e&#46;org");
});
