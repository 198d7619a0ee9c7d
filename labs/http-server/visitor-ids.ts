import { cookiesSet, parseResponses, type TcpExchange } from "#harness";

/** Cookies that visitors got at their first visits, compared. */
export interface Identifiers {
  /** How many different values. */
  different: number;
  /** How many visitors got one. */
  visitors: number;
  /** How many characters, in the least different pair, are not the same at the same place. */
  apart: number;
  events: number[];
}

/** Of all exchanges whose label begins with "id-": the longest cookie of each. */
export function identifiersOf(exchanges: readonly TcpExchange[]): Identifiers {
  const visits = exchanges.filter(({ label }) => label.startsWith("id-"));
  const values = visits.flatMap(({ received, closed }) => {
    const [response] = parseResponses(received, ["GET"], closed).responses;
    const set = response === undefined ? [] : cookiesSet(response).map(({ value }) => value);
    return set.sort((a, b) => b.length - a.length).slice(0, 1);
  });
  const pairs = values.flatMap((value, index) => values.slice(index + 1).map((other) => distance(value, other)));
  return {
    different: new Set(values).size,
    visitors: values.length,
    apart: pairs.length === 0 ? 0 : Math.min(...pairs),
    events: visits.flatMap((visit) => visit.events),
  };
}

function distance(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  let differing = 0;
  for (let at = 0; at < length; at++) if (a[at] !== b[at]) differing++;
  return differing;
}
