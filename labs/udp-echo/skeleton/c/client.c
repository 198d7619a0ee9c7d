// udp-echo client: sends each line of stdin as one datagram, prints each reply.   Handout: HANDOUT.md, "The client"
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
    const char *given = getenv("TIMEOUT_MS");
    int timeout_ms = given == NULL ? 1000 : atoi(given);

    // Your work, in this order (the checks go the same way, so you see each step turn green):
    //
    // 1. Send the first line of stdin, without its LF, as one datagram to `host` and `port` (inet_pton, sendto). A line
    //    is bytes, not a string: there may be a NUL in it.
    // 2. Print the reply and a newline on stdout, and nothing else there: people's messages go to stderr.
    // 3. Do so for every line, an empty one and a last one without LF included; wait for the reply before the next
    //    line.
    // 4. No reply within `timeout_ms` (poll): send the same again. Three sends in all, then a word on stderr, and the
    //    next line.
    // 5. Return 0 if every line was answered, 1 otherwise.
    // 6. Who may have sent what arrives? And to which line does it belong, if the line before was answered twice?

    fprintf(stderr, "client.c is not written yet (asked to talk to %s:%d, waiting %d ms)\n", host, port, timeout_ms);
    return EXIT_FAILURE;
}
