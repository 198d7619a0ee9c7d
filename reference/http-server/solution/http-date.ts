const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

// RFC 9110, 5.6.7: the form to send, and two obsolete ones that a recipient must still understand.
const FORMS = [
  /^\w{3}, (?<day>\d\d) (?<month>\w{3}) (?<year>\d{4}) (?<hour>\d\d):(?<minute>\d\d):(?<second>\d\d) GMT$/,
  /^\w{6,9}, (?<day>\d\d)-(?<month>\w{3})-(?<year>\d\d) (?<hour>\d\d):(?<minute>\d\d):(?<second>\d\d) GMT$/,
  /^\w{3} (?<month>\w{3}) (?<day>[ \d]\d) (?<hour>\d\d):(?<minute>\d\d):(?<second>\d\d) (?<year>\d{4})$/,
];

/** `Sun, 06 Nov 1994 08:49:37 GMT`, in Greenwich's time wherever the server stands. */
export function formatHttpDate(date: Date): string {
  return date.toUTCString();
}

/**
 * Milliseconds since 1970; undefined if `text` is no HTTP-date. Date.parse() is no help: it finds a date in `garbage
 * 5`.
 */
export function parseHttpDate(text: string): number | undefined {
  for (const form of FORMS) {
    const { day, month, year, hour, minute, second } = form.exec(text)?.groups ?? {};
    if (year === undefined || !MONTHS.includes(month!)) continue;
    return Date.UTC(fullYear(year), MONTHS.indexOf(month!), Number(day), Number(hour), Number(minute), Number(second));
  }
  return undefined;
}

/** RFC 9110, 5.6.7: two digits that would be more than 50 years ahead mean the century before. */
function fullYear(year: string): number {
  if (year.length === 4) return Number(year);
  const now = new Date().getUTCFullYear();
  const inThisCentury = now - (now % 100) + Number(year);
  return inThisCentury > now + 50 ? inThisCentury - 100 : inThisCentury;
}
