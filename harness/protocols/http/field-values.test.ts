import { expect, test } from "@jest/globals";
import { fieldsNamed, fieldValues, singleValue, splitList } from "./field-values.js";
import type { Field } from "./message.js";

const message = (...fields: [string, string][]) => ({
  fields: fields.map(([name, value]): Field => ({ name, value, offset: 0, length: 0, valueOffset: 0 })),
});

test("names are found in any case", () => {
  const found = message(["Vary", "a"], ["X", "b"], ["vARY", "c, d"]);
  expect(fieldsNamed(found, "vary").map(({ value }) => value)).toEqual(["a", "c, d"]);
  expect(fieldValues(found, "VARY")).toEqual(["a", "c", "d"]);
  expect(fieldValues(found, "Allow")).toEqual([]);
});

test("a single value is that of the only field", () => {
  expect(singleValue(message(["Date", "a, b"]), "date")).toBe("a, b");
  expect(singleValue(message(["Date", "a"], ["Date", "a"]), "date")).toBeNull();
  expect(singleValue(message(), "date")).toBeNull();
});

test.each([
  ["", []],
  [" , ,\t", []],
  ["a,b , c", ["a", "b", "c"]],
  ['"a,b", W/"c\\",d" ,e', ['"a,b"', 'W/"c\\",d"', "e"]],
  ['"open, a', ['"open, a']],
  ["a\\,b", ["a\\", "b"]],
])("the list %j has the members %j", (list, members) => {
  expect(splitList(list)).toEqual(members);
});
