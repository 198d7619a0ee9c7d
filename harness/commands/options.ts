import { InvalidArgumentError } from "commander";
import type { Shard } from "../batch/shard.js";

/** A whole number from 1 on, for an option of the command line. */
export function positiveInteger(text: string): number {
  if (!/^[1-9][0-9]{0,4}$/.test(text)) throw new InvalidArgumentError("must be a whole number from 1 on");
  return Number(text);
}

/** A port, for an option of the command line. */
export function portNumber(text: string): number {
  const port = positiveInteger(text);
  if (port > 65_535) throw new InvalidArgumentError("must be from 1 to 65535");
  return port;
}

/** `role=command`, any number of times. */
export function roleCommand(text: string, before: Record<string, string> = {}): Record<string, string> {
  const at = text.indexOf("=");
  if (at < 1 || text.slice(at + 1).trim() === "") throw new InvalidArgumentError('must be role=command, as in "server=python3 server.py"');
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}

/** `i/n`: the i-th of n shards, from 1 on. */
export function shardOption(text: string): Shard {
  const match = /^([1-9]\d{0,3})\/([1-9]\d{0,3})$/.exec(text);
  const [index, of] = [Number(match?.[1]), Number(match?.[2])];
  if (match === null || index > of) throw new InvalidArgumentError("must be i/n, as in 2/3 for the second of three");
  return { index, of };
}

/** What the inputs are drawn from; "" is what a script gives whose variable is not set. */
export function seedOption(text: string): string {
  if (text.trim() === "") throw new InvalidArgumentError("must not be empty; leave it out for a fresh one");
  return text;
}

/** An option that may be given any number of times. */
export function collect(text: string, before: string[] = []): string[] {
  return [...before, text];
}
