// tcp-echo client: sends the lines of stdin, prints the reply lines on stdout.   Handout: HANDOUT.md, "The client"
//
//     make && ./build/client <host> <port>

#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv) {
    if (argc != 3) {
        fputs("usage: client <host> <port>\n", stderr);
        return EXIT_FAILURE;
    }
    const char *host = argv[1];    // an IPv4 address, as text
    int port = atoi(argv[2]);

    // Your work, in this order (the checks go the same way, so you see each step turn green):
    //
    // 1. Connect to `host` and `port` (socket, inet_pton, connect).
    // 2. Send the lines of stdin, each with its LF. They are bytes, not strings: there may be a NUL among them.
    // 3. Print what comes back on stdout, and nothing else there: messages for people go to stderr.
    // 4. After the last line, shut down your sending side only, print what still comes, and return 0.
    // 5. Return 1, with a word on stderr, if the connection is refused, breaks, or ends before every line was answered.
    // 6. Think of 64 MiB of input: who waits for whom when both sides only send?
    //
    // Every call of the kernel may fail, and `send` and `recv` may do less than you asked for: look at what they
    // return.

    fprintf(stderr, "client.c is not written yet (asked to talk to %s:%d)\n", host, port);
    return EXIT_FAILURE;
}
