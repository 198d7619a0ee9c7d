// tcp-echo client: sends the lines of stdin, prints the reply lines on stdout.   Handout: HANDOUT.md, "The client"
//
//   npx tsc -p tsconfig.build.json && node build/client.js <host> <port>

const host = process.argv[2];
const port = Number(process.argv[3]);

// Your work, in this order (the checks go the same way, so you see each step turn green):
//
// 1. Connect to `host` and `port` (connect() of node:net).
// 2. Send the lines of process.stdin, each with its LF.
// 3. Print what comes back on process.stdout, and nothing else there: messages for people go to console.error().
// 4. After the last line, shut down your sending side only, print what still comes, and exit 0.
// 5. Exit 1, with a word on stderr, if the connection is refused, breaks, or ends before every line was answered.
// 6. Think of 64 MiB of input: who waits for whom when both sides only send?

console.error(`client.ts is not written yet (asked to talk to ${host}:${port})`);
process.exit(1);
