import { DAYS, dayOf, MONTHS, SHORT_DAYS } from "../../text/calendar.js";

export interface MailDate {
  /** Since 1970, in UTC; null if it is no date. */
  ms: number | null;
  /** Why it is no date, or one that may not be sent: a sentence for the student. */
  problem: string | null;
}

/** Case matters not (RFC 5234 2.3). Whitespace may stand between any two parts, and a comment at the end. */
const DATE_TIME = new RegExp(
  `^\\s*(?:(?<weekday>${SHORT_DAYS.join("|")})\\s*,)?\\s*(?<day>[0-9]{1,2})\\s+(?<month>${MONTHS.join("|")})\\s+(?<year>[0-9]{4,})\\s+` +
    "(?<hour>[0-9]{2})\\s*:\\s*(?<minute>[0-9]{2})(?:\\s*:\\s*(?<second>[0-9]{2}))?\\s+(?:(?<sign>[+-])(?<zone>[0-9]{4})|(?<name>UT|GMT|[A-Z]{1,3}))\\s*(?:\\([^()]*\\))?\\s*$",
  "i",
);
/** More is taken for none, chars. */
const MOST_CHARS = 200;
const EXAMPLE = "Sun, 06 Nov 1994 08:49:37 +0000";

/** Reads the value of Date, unfolded (RFC 5322 3.3). */
export function parseMailDate(value: string): MailDate {
  const parts = value.length > MOST_CHARS ? undefined : DATE_TIME.exec(value)?.groups;
  if (parts === undefined) return { ms: null, problem: `the date is not of the form ${EXAMPLE}` };
  const number = (part: string) => Number(parts[part] ?? 0);
  const [hour, minute, second] = [number("hour"), number("minute"), number("second")];
  if (hour > 23 || minute > 59 || second > 60) return { ms: null, problem: "the time is not between 00:00:00 and 23:59:60" };
  const month = MONTHS.findIndex((name) => name.toLowerCase() === parts.month?.toLowerCase());
  const date = dayOf(number("year"), month, number("day"));
  if (date === null) return { ms: null, problem: `${MONTHS[month]} has no day ${number("day")} in that year` };
  const weekday = SHORT_DAYS.findIndex((name) => name.toLowerCase() === parts.weekday?.toLowerCase());
  if (weekday >= 0 && date.getUTCDay() !== weekday) return { ms: null, problem: `that day is no ${DAYS[weekday]}, but a ${DAYS[date.getUTCDay()]}` };
  const zone = number("zone");
  if (zone % 100 > 59) return { ms: null, problem: "the minutes of the time zone are above 59" };
  const offsetMinutes = (parts.sign === "-" ? -1 : 1) * (Math.floor(zone / 100) * 60 + (zone % 100));
  const ms = date.getTime() + ((hour * 60 + minute - offsetMinutes) * 60 + second) * 1000;
  // Obsolete, and no more to be sent (RFC 5322 4.3).
  return { ms, problem: parts.name === undefined ? null : `the time zone is written as ${parts.name} and not as an offset, as in ${EXAMPLE}` };
}
