export const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
/** "Sun", as dates in HTTP and mail have it. */
export const SHORT_DAYS = DAYS.map((day) => day.slice(0, 3));
export const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** The day's midnight, UTC; `month` from 0; null if there is no such day. `Date.UTC` would take the years 0 to 99 for others. */
export function dayOf(year: number, month: number, day: number): Date | null {
  const date = new Date(0);
  date.setUTCFullYear(year, month, day);
  return date.getUTCMonth() === month && date.getUTCDate() === day ? date : null;
}
