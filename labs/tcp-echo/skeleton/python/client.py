"""tcp-echo client: sends the lines of stdin, prints the reply lines on stdout.   Handout: HANDOUT.md, "The client"

    python3 client.py <host> <port>
"""
import sys


def main():
    host, port = sys.argv[1], int(sys.argv[2])

    # Your work, in this order (the checks go the same way, so you see each step turn green):
    #
    # 1. Connect to `host` and `port` (socket.create_connection).
    # 2. Send the lines of sys.stdin.buffer, each with its LF.
    # 3. Print what comes back on sys.stdout.buffer, and nothing else there: messages for people go to sys.stderr.
    # 4. After the last line, shut down your sending side only, print what still comes, and return 0.
    # 5. Return 1, with a word on stderr, if the connection is refused, breaks, or ends before every line was answered.
    # 6. Think of 64 MiB of input: who waits for whom when both sides only send?

    print(f"client.py is not written yet (asked to talk to {host}:{port})", file=sys.stderr)
    return 1


sys.exit(main())
