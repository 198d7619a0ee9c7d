import type { TcpExchange } from "#harness";
import { octetsOf, textsDue, type Letter, type Octets } from "./due.js";
import type { Reply } from "./replies.js";
import type { SessionState } from "./session-state.js";

/** What the rubric may ask of one reply. `state`: as it was when the command came. */
export function answerView(command: string, reply: Reply, bulk: TcpExchange["bulk"], state: SessionState): Record<string, unknown> {
  const [keyword = "", argument = ""] = command.toUpperCase().trim().split(/ +/);
  const { status, line, complete, text } = reply;
  // Much that is recorded by reference is not here to be read.
  const problem = bulk !== null && bulk.received > 0 ? "" : reply.problem;
  const common = { command: command.slice(0, 600), status, line, state: complete ? "complete" : "incomplete", problem };
  if (status !== "+OK") return common;
  const { there } = state;
  const letter = state.letter(argument);
  if (keyword === "STAT") return { ...common, stat: statView(line, [...there.values()]) };
  if (keyword === "LIST" && argument !== "") return { ...common, listed: oneListed(line, Number(argument), letter) };
  if (keyword === "LIST") return { ...common, listing: listingView(text ?? "", there) };
  if (keyword === "UIDL" && argument !== "") return { ...common, uid: oneUid(line, Number(argument), letter, state.uids) };
  if (keyword === "UIDL") return { ...common, uids: uidsView(text ?? "", there, state.uids) };
  if (keyword === "TOP") return { ...common, top: topView(text ?? "", letter, Number(command.trim().split(/ +/)[2] ?? "")) };
  if (keyword === "CAPA") return { ...common, capabilities: (text ?? "").split("\r\n").filter((one) => one !== "").map((one) => (one.split(" ")[0] ?? "").toUpperCase()) }; // prettier-ignore
  if (keyword !== "RETR" || letter === null) return common;
  if (letter.content === null) return { ...common, streamed: { bytes: bulk?.received ?? 0, due: letter.length } };
  const due = textsDue(letter);
  const got = text ?? "";
  return { ...common, message: { got, due: due.includes(got) ? got : due[0] } };
}

/** "+OK 2 320", with single blanks; more may stand behind it. */
function statView(line: string, letters: readonly Letter[]): unknown {
  const [, messages, octets] = /^\+OK (\d{1,15}) (\d{1,15})(?= |$)/.exec(line) ?? [];
  return {
    messages: messages === undefined ? -1 : Number(messages),
    due: letters.length,
    octets: octets === undefined ? "none told" : octetsOf(Number(octets), letters),
  };
}

function oneListed(line: string, number: number, letter: Letter | null): unknown {
  const [, told, octets] = /^\+OK (\d{1,15}) (\d{1,15})(?= |$)/.exec(line) ?? [];
  return {
    number: told === undefined ? -1 : Number(told),
    due: number,
    octets: octets === undefined || letter === null ? "none told" : octetsOf(Number(octets), [letter]),
  };
}

function listingView(text: string, there: ReadonlyMap<number, Letter>): unknown {
  const numbers: number[] = [];
  const octets = new Set<Octets | "none told">();
  for (const line of text.split("\r\n").slice(0, -1)) {
    const [, number, told] = /^(\d{1,15}) (\d{1,15})(?= |$)/.exec(line) ?? [];
    const letter = there.get(Number(number));
    numbers.push(number === undefined ? -1 : Number(number));
    octets.add(told === undefined || letter === undefined ? "none told" : octetsOf(Number(told), [letter]));
  }
  const wrong = [...octets].find((one) => one !== "as sent");
  return { numbers, due: [...there.keys()], octets: wrong ?? (numbers.length === 0 ? "none told" : "as sent") };
}

function oneUid(line: string, number: number, letter: Letter | null, known: ReadonlyMap<string, string>): unknown {
  const [, told, uid] = /^\+OK (\d{1,15}) ([\x21-\x7e]{1,70})(?= |$)/.exec(line) ?? [];
  const before = known.get(letter?.path ?? "");
  return { number: told === undefined ? -1 : Number(told), due: number, again: before === undefined ? "told first" : before === uid ? "the same" : "changed" };
}

/** Unique for different contents, 1 to 70 characters from 0x21 to 0x7E (RFC 1939 7). */
function uidsView(text: string, there: ReadonlyMap<number, Letter>, known: Map<string, string>): unknown {
  const told = text.split("\r\n").slice(0, -1).map((line) => /^(\d{1,15}) ([\x21-\x7e]{1,70})$/.exec(line)); // prettier-ignore
  const uids = told.map((one) => one?.[2] ?? "");
  const letters = told.map((one) => there.get(Number(one?.[1] ?? -1))?.path ?? "");
  const changed = letters.some((path, index) => known.has(path) && known.get(path) !== uids[index]);
  const again = known.size === 0 ? "told first" : changed ? "changed" : "the same";
  for (const [index, path] of letters.entries()) if (path !== "") known.set(path, uids[index] ?? "");
  const contents = new Set([...there.values()].map(({ content }) => content));
  return {
    numbers: told.map((one) => Number(one?.[1] ?? -1)),
    due: [...there.keys()],
    list: uids,
    again,
    distinct: new Set(uids).size >= contents.size && !uids.includes("") ? "yes" : "no",
  };
}

/** The header, the empty line, and so many lines of the body. */
function topView(text: string, letter: Letter | null, lines: number): unknown {
  const [whole = ""] = letter === null ? [] : textsDue(letter);
  const at = whole.indexOf("\r\n\r\n");
  const body = at < 0 ? [] : whole.slice(at + 4).split("\r\n").slice(0, -1); // prettier-ignore
  const due = (at < 0 ? whole : whole.slice(0, at + 4)) + body.slice(0, lines).map((line) => `${line}\r\n`).join(""); // prettier-ignore
  return { got: text, due };
}
