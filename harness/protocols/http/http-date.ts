import { DAYS, dayOf, MONTHS, SHORT_DAYS } from "../../text/calendar.js";

/** The three forms of a date (RFC 9110 5.6.7); only the first may be sent. */
export type HttpDateForm = "imf-fixdate" | "rfc850" | "asctime";

export interface HttpDate {
  /** Since 1970, in UTC; null if it is no date. */
  ms: number | null;
  form: HttpDateForm | null;
  /** Why it is no date: a sentence for the student. */
  problem: string | null;
}

const TIME = "(?<hour>[0-9]{2}):(?<minute>[0-9]{2}):(?<second>[0-9]{2})";
const SHORT_DAY = `(?<weekday>${SHORT_DAYS.join("|")})`;
const MONTH = `(?<month>${MONTHS.join("|")})`;
/** Case matters. */
const FORMS: Record<HttpDateForm, RegExp> = {
  "imf-fixdate": new RegExp(`^${SHORT_DAY}, (?<day>[0-9]{2}) ${MONTH} (?<year>[0-9]{4}) ${TIME} GMT$`),
  rfc850: new RegExp(`^(?<weekday>${DAYS.join("|")}), (?<day>[0-9]{2})-${MONTH}-(?<year>[0-9]{2}) ${TIME} GMT$`),
  asctime: new RegExp(`^${SHORT_DAY} ${MONTH} (?<day>[0-9]{2}| [0-9]) ${TIME} (?<year>[0-9]{4})$`),
};

/** Reads a date, strictly; `form` tells the two obsolete forms. */
export function parseHttpDate(text: string): HttpDate {
  for (const form of ["imf-fixdate", "rfc850", "asctime"] as const) {
    const parts = FORMS[form].exec(text)?.groups;
    if (parts !== undefined) return dateOf(parts, form);
  }
  return { ms: null, form: null, problem: whyNot(text) };
}

/** A time as IMF-fixdate; fractions of a second are cut off. */
export function formatHttpDate(ms: number): string {
  return new Date(ms).toUTCString();
}

function dateOf(parts: Record<string, string>, form: HttpDateForm): HttpDate {
  const none = (problem: string): HttpDate => ({ ms: null, form, problem });
  const number = (part: string) => Number(parts[part]);
  const [day, hour, minute, second] = [number("day"), number("hour"), number("minute"), number("second")];
  const month = MONTHS.indexOf(parts.month ?? "");
  // A leap second is 60 (RFC 9110 5.6.7).
  if (hour > 23 || minute > 59 || second > 60) return none("the time is not between 00:00:00 and 23:59:60");
  const weekday = SHORT_DAYS.indexOf((parts.weekday ?? "").slice(0, 3));
  // Two digits leave two centuries, whose weekdays differ: no need to know what year it is now.
  const years = form === "rfc850" ? [2000 + number("year"), 1900 + number("year")] : [number("year")];
  const dates = years.map((year) => dayOf(year, month, day)).filter((date) => date !== null);
  if (dates.length === 0) return none(`${MONTHS[month]} has no day ${day} in that year`);
  const date = dates.find((candidate) => candidate.getUTCDay() === weekday);
  if (date === undefined) return none(`that day is no ${DAYS[weekday]}, but a ${dates.map((other) => DAYS[other.getUTCDay()]).join(" or a ")}`);
  return { ms: date.getTime() + ((hour * 60 + minute) * 60 + second) * 1000, form, problem: null };
}

const EXAMPLE = "Sun, 06 Nov 1994 08:49:37 GMT";

function whyNot(text: string): string {
  if (/[0-9]{2}:[0-9]{2}:[0-9]{2}$/.test(text)) return `the date does not end with GMT, as in ${EXAMPLE}`;
  if (/[0-9]{2}:[0-9]{2}:[0-9]{2} (?:[A-Z]{3,5}|[+-][0-9]{4})$/.test(text) && !text.endsWith("GMT"))
    return `the time zone of the date is not GMT, as in ${EXAMPLE}`;
  if (/^[A-Z][a-z]{2}, [1-9] /.test(text)) return `the day of the month has one digit instead of two, as in ${EXAMPLE}`;
  return `the date is not of the form ${EXAMPLE}`;
}
