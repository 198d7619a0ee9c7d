export interface Address {
  /** An IPv4 literal. */
  host: string;
  port: number;
}

/** How peers speak of a peer. One that starts again on another port is another one, whatever its identifier. */
export interface Ref extends Address {
  id: number;
}

export function nameOf({ id, host, port }: Ref): string {
  return `${id}@${host}:${port}`;
}

export function isSame(one: Ref | null | undefined, other: Ref | null | undefined): boolean {
  return Boolean(one && other && nameOf(one) === nameOf(other));
}

export function isSameAddress(one: Address, other: Address): boolean {
  return one.host === other.host && one.port === other.port;
}
