// pop3-server: lets users read and delete their mail, by POP3.   Handout: HANDOUT.md
//
//     make && ./build/server <port> <maildrop-dir>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sys/socket.h>
#include <netinet/in.h>
#include <unistd.h>

static const char *maildrops;    // the folder with the file `users`, and with a folder of messages for each of them
static int idle_ms;

// Sends one line, its CRLF included.
static void reply(int connection, const char *line) {
    // Your work: `send` may take less than you give it. And what does SIGPIPE do?
    if (send(connection, line, strlen(line), 0) < 0)
        perror("send");
}

// Talks to one client until it is done.
static void serve(int connection) {
    reply(connection, "+OK who are you?\r\n");
    for (;;) {
        char piece[65536];
        ssize_t length = recv(connection, piece, sizeof piece, 0);
        if (length < 0) {
            perror("recv");
            return;
        }
        if (length == 0)
            return;    // the client has closed its sending side, and did not say QUIT
        // `piece` is what happened to arrive: perhaps one byte of a command, perhaps two commands and a half. It is
        // `length` bytes and no string: no NUL ends it, and there may be one within. For now each piece is taken for
        // one command, and refused. Your work, in this order (the checks go the same way, so you see each step turn
        // green):
        //
        // 1. Keep what has come until a command is whole. What comes behind it is the next command: do not lose it.
        //    Keywords come in any case.
        // 2. Read the file `users`. USER, then PASS: look well at what belongs to a password. Only names in the file
        //    are names. Before PASS everything but QUIT is refused, and a QUIT removes nothing.
        // 3. The lock: from PASS on the maildrop is this session's alone. Until when? What if a session never says
        //    QUIT? Others are served meanwhile (see `main`).
        // 4. STAT and LIST. Which files are messages, in what order, and what if one arrives in the middle? Octets
        //    count what RETR sends: is that the size of the file?
        // 5. RETR: `+OK`, the message, a line that is only a dot. What if the message has such a line, or one that
        //    begins with a dot? What if its last line has no end?
        // 6. DELE marks, RSET unmarks, QUIT removes. What is the number of message 2 when 1 is marked? And what becomes
        //    of the marks when the client is gone without QUIT?
        // 7. Refuse what is unknown, and numbers of no message, and go on. What does your way to read a number make of
        //    30 digits?
        // 8. A client that brings no whole command for `idle_ms` is given up (poll, or SO_RCVTIMEO). What has it lost?
        // 9. Think of a message of 20 MiB: who waits while it is sent?
        if (length == 6 && memcmp(piece, "QUIT\r\n", 6) == 0) {
            reply(connection, "+OK bye\r\n");
            return;
        }
        reply(connection, "-ERR not implemented yet\r\n");
    }
}

// Returns a socket that waits for connections to `port`.
static int listen_at(int port) {
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    int yes = 1;    // the port may be taken again at once after the program has ended
    struct sockaddr_in own = {0};
    own.sin_family = AF_INET;
    own.sin_port = htons((in_port_t)port);
    own.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (listener < 0 || setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) < 0 ||
        bind(listener, (const struct sockaddr *)&own, sizeof own) < 0 || listen(listener, 256) < 0) {
        perror("listen");
        exit(EXIT_FAILURE);
    }
    return listener;
}

int main(int argc, char **argv) {
    if (argc != 3) {
        fputs("usage: server <port> <maildrop-dir>\n", stderr);
        return EXIT_FAILURE;
    }
    maildrops = argv[2];
    const char *given = getenv("IDLE_TIMEOUT_MS");
    idle_ms = given == NULL ? 600000 : atoi(given);
    int listener = listen_at(atoi(argv[1]));
    for (;;) {
        int connection = accept(listener, NULL, NULL);
        if (connection < 0) {
            perror("accept");
            continue;
        }
        // Your work: this loop serves one client and then the next, so the second waits for the first. Many clients
        // are connected at the same time (pthread_create, or one loop with poll). One that breaks its connection (an
        // error of recv or send) must not take the others with it, nor keep its maildrop locked.
        serve(connection);
        close(connection);
    }
}
