import { utf8 } from "#harness";

/**
 * The characters that may stand as named references where a form's words are shown (HTML 13.5): those of ASCII and Latin-1, and the signs of
 * Windows-1252. What escapes for HTML in common libraries differs in how much it names: Python's `html.escape` five characters, PHP's
 * `htmlentities` and Commons Text's `escapeHtml4` every letter with an accent, and the euro.
 */
const ASCII: Record<string, string> = {
  Tab: "\t", NewLine: "\n", excl: "!", quot: '"', QUOT: '"', num: "#", dollar: "$", percnt: "%", amp: "&", AMP: "&", apos: "'", lpar: "(", rpar: ")",
  ast: "*", midast: "*", plus: "+", comma: ",", period: ".", sol: "/", colon: ":", semi: ";", lt: "<", LT: "<", equals: "=", gt: ">", GT: ">",
  quest: "?", commat: "@", lsqb: "[", lbrack: "[", bsol: "\\", rsqb: "]", rbrack: "]", Hat: "^", lowbar: "_", UnderBar: "_", grave: "`",
  DiacriticalGrave: "`", lcub: "{", lbrace: "{", verbar: "|", vert: "|", VerticalLine: "|", rcub: "}", rbrace: "}",
}; // prettier-ignore

/** U+00A0 to U+00FF, in order. */
const LATIN_1 =
  "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm " +
  "raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde " +
  "Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave " +
  "eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";

const SIGNS =
  "euro € sbquo ‚ fnof ƒ bdquo „ hellip … dagger † Dagger ‡ circ ˆ permil ‰ Scaron Š lsaquo ‹ OElig Œ lsquo ‘ rsquo ’ ldquo “ rdquo ” bull • " +
  "ndash – mdash — tilde ˜ trade ™ scaron š rsaquo › oelig œ Yuml Ÿ";

const NAMED = new Map<string, string>([
  ...Object.entries(ASCII),
  ...LATIN_1.split(" ").map((name, index): [string, string] => [name, String.fromCodePoint(0xa0 + index)]),
  ...SIGNS.split(/ (?=[A-Za-z]+ )/).map((pair): [string, string] => pair.split(" ") as [string, string]),
]);

/** A page with its character references replaced, each once; binary strings of UTF-8. References stand for characters, everything else for bytes. */
export function decodeReferences(page: string): string {
  return page.replace(/&(?:#(\d{1,7})|#[xX]([0-9A-Fa-f]{1,6})|([A-Za-z][A-Za-z0-9]*));/g, (whole, decimal?: string, hex?: string, name?: string) => {
    const character = name === undefined ? characterOf(decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal)) : NAMED.get(name);
    return character === undefined ? whole : utf8(character);
  });
}

function characterOf(code: number): string | undefined {
  return code > 0x10ffff ? undefined : String.fromCodePoint(code);
}
