// Tries to speak to whoever reads the report (terminal escapes, formulas, workflow commands, markup, and then it fails, so that it is cited); all of it must be inert there.
const TEXTS = [
  "\u001b]0;owned\u0007\u001b[2J\u001b[31m100/100\u001b[0m",
  '=HYPERLINK("http://evil.example/")',
  "+cmd|' /C calc'!A0",
  "::error::owned",
  "<script>alert(1)</script>",
  "\u202eowned\u0008\u0008",
];
for (const text of TEXTS) {
  console.log(text);
  console.error(text);
}
console.error(`=1+1 ::error::${TEXTS.join(" ")}`);
process.exit(1);
