import { trimOws } from "./grammar.js";
import type { Field } from "./message.js";

/** What has fields: a message, or its trailers as `{ fields: message.trailers }`. */
export interface HasFields {
  fields: readonly Field[];
}

/** All fields of that name, in order. */
export function fieldsNamed({ fields }: HasFields, name: string): Field[] {
  const wanted = name.toLowerCase();
  return fields.filter((field) => field.name.toLowerCase() === wanted);
}

/** The value of the one field of that name; null if there is none, or more than one. */
export function singleValue(message: HasFields, name: string): string | null {
  const [field, second] = fieldsNamed(message, name);
  return field === undefined || second !== undefined ? null : field.value;
}

/** The members of a field whose value is a list, over all its lines (RFC 9110 5.6.1). Not for Date, Set-Cookie and other fields with bare commas. */
export function fieldValues(message: HasFields, name: string): string[] {
  return fieldsNamed(message, name).flatMap(({ value }) => splitList(value));
}

/** The members of a list, without the empty ones; a comma in a quoted string separates nothing. */
export function splitList(value: string): string[] {
  const members: string[] = [];
  let start = 0;
  let quoted = false;
  for (let at = 0; at < value.length; at++) {
    const char = value[at];
    if (char === '"') quoted = !quoted;
    else if (char === "\\" && quoted) at++;
    else if (char === "," && !quoted) {
      members.push(value.slice(start, at));
      start = at + 1;
    }
  }
  members.push(value.slice(start));
  return members.map(trimOws).filter((member) => member !== "");
}
