import { expect, test } from "@jest/globals";
import { parseSetCookie } from "./set-cookie.js";

test("name, value and attributes", () => {
  expect(parseSetCookie("id=a=b; Path=/; Max-Age=3600; HttpOnly; Expires=Sun, 06 Nov 1994 08:49:37 GMT; SameSite=Lax")).toEqual({
    ...{ name: "id", value: "a=b", problem: null },
    attributes: new Map([
      ["path", "/"],
      ["max-age", "3600"],
      ["httponly", ""],
      ["expires", "Sun, 06 Nov 1994 08:49:37 GMT"],
      ["samesite", "Lax"],
    ]),
  });
  expect(parseSetCookie('id="quoted"; Max-Age=0')).toMatchObject({ value: '"quoted"', problem: null });
  expect(parseSetCookie("id=")).toMatchObject({ value: "", problem: null });
});

test.each(["", "id", "=a", " =a", "; Path=/", "id; a=b"])("%j is ignored by clients", (text) => expect(parseSetCookie(text)).toBeNull());

test.each([
  ["i d=a", /name/, "a"],
  ["id = a", /whitespace/, "a"],
  ["id=a b", /value/, "a b"],
  ["id=a,b", /value/, "a,b"],
  ['id="a', /value/, '"a'],
  ["id=\xe9", /value/, "\xe9"],
  ["id=a;Path=/", /one space/, "a"],
  ["id=a;  Path=/", /one space/, "a"],
  ["id=a; Path=/ ; Secure", /one space/, "a"],
  ["id=a;", /empty/, "a"],
  ["id=a; Path=\x01", /control/, "a"],
  ["id=a; Path=/; path=/b", /twice: path/, "a"],
  ["id=a; Expires=Sunday, 06-Nov-94 08:49:37 GMT", /Expires/, "a"],
  ["id=a; Max-Age=1h", /Max-Age/, "a"],
  ["id=a; HttpOnly=yes", /no value/, "a"],
])("%j is understood, but wrong", (text, problem, value) => {
  expect(parseSetCookie(text)).toMatchObject({ value, problem: expect.stringMatching(problem) as unknown });
});
