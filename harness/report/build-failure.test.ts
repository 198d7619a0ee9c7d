import { expect, test } from "@jest/globals";
import { buildFailure, firstError } from "./build-failure.js";

test.each([
  [
    "gcc",
    "gcc -Wall -Werror -o error error.c\nerror.c: In function 'main':\nerror.c:3:5: warning: unused\nerror.c:4:9: error: expected ';'\nmake: *** [Makefile:2: error] Error 1\n",
    "error.c:4:9: error: expected ';'",
  ],
  [
    "a linker",
    "/usr/bin/ld: /tmp/a.o: in function `main':\na.c:(.text+0x9): undefined reference to `f'\ncollect2: error: ld returned 1 exit status",
    "a.c:(.text+0x9): undefined reference to `f'",
  ],
  ["javac", "Server.java:3: error: ';' expected\n    int i\n         ^\n1 error\n", "Server.java:3: error: ';' expected"],
  ["tsc", "server.ts(3,5): error TS2304: Cannot find name 'x'.", "server.ts(3,5): error TS2304: Cannot find name 'x'."],
  ["go", "# echo\n./server.go:3:2: undefined: x\n", "./server.go:3:2: undefined: x"],
  ["python", '  File "server.py", line 3\n    def\n       ^\nSyntaxError: invalid syntax\n', "SyntaxError: invalid syntax"],
  ["node", "file:///a/build.mjs:1\nthrow 1\n\nError: no\n    at a\n", "Error: no"],
  ["make without a rule", "make: *** No rule to make target 'server'.  Stop.\n", "make: *** No rule to make target 'server'.  Stop."],
  ["make alone", "make: *** [Makefile:2: all] Error 1\n", "make: *** [Makefile:2: all] Error 1"],
  ["a script", "building\nno compiler here\n", "no compiler here"],
  ["nothing", "\n", ""],
])("the line to read first, of %s", (_, output, line) => {
  expect(firstError(output)).toBe(line);
  expect(firstError(line)).toBe(line);
});

test("a failed build in one line", () => {
  expect(buildFailure({ reason: "exit status 2", output: "a.c:1: error: \u001b[31mno\n" })).toBe("the build failed: exit status 2: a.c:1: error: \\x1b[31mno");
  expect(buildFailure({ reason: "took 120 s", output: "" })).toBe("the build failed: took 120 s");
});
