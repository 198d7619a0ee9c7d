import { expect, test } from "@jest/globals";
import { parseCommand } from "./command.js";

test("a command is words between spaces", () => {
  expect(parseCommand("python3 server.py", "here")).toEqual(["python3", "server.py"]);
  expect(parseCommand("  java   -cp build Server ", "here")).toEqual(["java", "-cp", "build", "Server"]);
  expect(parseCommand("./my\\ server a=b --x=<1> $HOME *", "here")).toEqual(["./my server", "a=b", "--x=<1>", "$HOME", "*"]);
});

test.each([
  ['sh -c "a b"', "here: quotes are not understood, there is no shell"],
  ["sh -c 'a'", "here: quotes are not understood, there is no shell"],
  ["echo `a`", "here: quotes are not understood, there is no shell"],
  ["a\tb", "here: holds a tab, newline or NUL"],
  ["make\nrun", "here: holds a tab, newline or NUL"],
  ["a\0", "here: holds a tab, newline or NUL"],
  ["", "here: is empty"],
  ["   ", "here: is empty"],
  ["cd src && ./server", 'here: "&&" needs a shell, and there is none'],
  ["./server | cat", 'here: "|" needs a shell, and there is none'],
  ["./server || true", 'here: "||" needs a shell, and there is none'],
  ["./server ; true", 'here: ";" needs a shell, and there is none'],
  ["./server &", 'here: "&" needs a shell, and there is none'],
  ["./server > log", 'here: ">" needs a shell, and there is none'],
  ["./server 2>&1", 'here: "2>&1" needs a shell, and there is none'],
  ["./client <in", 'here: "<in" needs a shell, and there is none'],
])("refuses %j", (text, message) => {
  expect(() => parseCommand(text, "here")).toThrow(expect.objectContaining({ code: "COMMAND_INVALID", message }));
});
