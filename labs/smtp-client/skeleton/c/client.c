// smtp-client: delivers one message to a mail server.   Handout: HANDOUT.md
//
//     make && ./build/client <host> <port> <from> <subject> <to> [<to> ...] < body

#include <stdio.h>
#include <stdlib.h>

#include <sysexits.h>

#include "base64.h"

// What the exit status says: EX_OK (0), the message was accepted for every recipient; EX_UNAVAILABLE (69), refused for
// good (a reply 5yz); EX_TEMPFAIL (75), may work later (a reply 4yz, no connection, a connection that is lost, no reply
// in time).

// Bytes, of any value, and how many there are: no NUL ends them.
struct text {
    char *bytes;
    size_t length;
};

// Reads a file to its end.
static struct text read_all(FILE *file) {
    struct text all = {NULL, 0};
    size_t room = 0, come;
    do {
        if (all.length == room) {
            room = room == 0 ? 65536 : room * 2;
            all.bytes = realloc(all.bytes, room);
            if (all.bytes == NULL) {
                perror("realloc");
                exit(EXIT_FAILURE);
            }
        }
        come = fread(all.bytes + all.length, 1, room - all.length, file);
        all.length += come;
    } while (come > 0);
    return all;
}

int main(int argc, char **argv) {
    if (argc < 6) {
        fputs("usage: client <host> <port> <from> <subject> <to> [<to> ...]\n", stderr);
        return EX_USAGE;
    }
    const char *host = argv[1];    // an IPv4 address, as text
    int port = atoi(argv[2]);
    const char *from = argv[3], *subject = argv[4];
    char **to = argv + 5;    // the recipients; NULL behind the last one
    // How long to wait for a connection, for each reply, and for a write that does not get on.
    const char *given = getenv("TIMEOUT_MS");
    int timeout_ms = given == NULL ? 10000 : atoi(given);
    // UTF-8 text, as bytes. Its lines may end with LF, with CR or with both, the last one with nothing.
    struct text body = read_all(stdin);

    // Your work, in this order (the checks go the same way, so you see each step turn green):
    //
    // 1. Connect to `host` and `port` (socket, inet_pton, connect) and wait for the greeting, a reply 220. A reply is
    //    bytes that come as they like: it is over when a line without a hyphen behind its code is over, and not before.
    // 2. The commands, each with CRLF and each after the whole reply to the one before: EHLO or HELO, MAIL FROM:<...>,
    //    a RCPT TO:<...> for each one of `to`, DATA. `send` may take less than you give it.
    // 3. After the 354: a header (From, To, Subject, Date, Message-ID), a blank line, the body, every line with CRLF,
    //    and a line that is only a dot. Wait for the reply, say QUIT, wait for the reply.
    // 4. Lines that begin with a dot; an empty body; a last line without a line end; lines of more than 998 characters.
    // 5. Characters outside ASCII: in the body (MIME: Content-Type, Content-Transfer-Encoding), in the subject (RFC
    //    2047). base64.h has the digits for it.
    // 6. Refusals. What does a 550 to one recipient mean for the others? To all? Say QUIT in any case, and tell the
    //    truth by the exit status.
    // 7. Servers that say nothing, or nothing any more (poll), and connections that break (an error of recv or send;
    //    and what does SIGPIPE do to your exit status?).
    // 8. Who writes the subject and the addresses? What if there is a line end in one?
    (void)from, (void)subject, (void)to, (void)timeout_ms, (void)base64_encode;

    fprintf(stderr, "client.c is not written yet (asked to bring %zu bytes to %s:%d)\n", body.length, host, port);
    free(body.bytes);
    return EXIT_FAILURE;
}
