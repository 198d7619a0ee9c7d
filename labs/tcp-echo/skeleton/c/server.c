// tcp-echo server: sends every line back with a-z in upper case.   Handout: HANDOUT.md, "The server"
//
//     make && ./build/server <port>

#include <stdio.h>
#include <stdlib.h>

#include <sys/socket.h>
#include <netinet/in.h>
#include <unistd.h>

// Talks to one client until it is done.
static void serve(int connection) {
    for (;;) {
        char piece[65536];
        ssize_t length = recv(connection, piece, sizeof piece, 0);
        if (length < 0) {
            perror("recv");
            return;
        }
        if (length == 0) {
            // Your work: the client has closed its sending side and still reads. What do you owe it before you close,
            // too?
            return;
        }
        // Your work: answer what has come; a whole line must not wait for more. `piece` is what happened to arrive:
        // perhaps one byte, perhaps ten lines and a half. It is `length` bytes and no string: no NUL ends it, and there
        // may be one within. `send` may take less than you give it. For now the piece is thrown away.
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
    if (argc != 2) {
        fputs("usage: server <port>\n", stderr);
        return EXIT_FAILURE;
    }
    int listener = listen_at(atoi(argv[1]));
    for (;;) {
        int connection = accept(listener, NULL, NULL);
        if (connection < 0) {
            perror("accept");
            continue;
        }
        // Your work: this loop serves one client and then the next, so the second waits for the first. Many clients
        // are connected at the same time (pthread_create, or one loop with poll), and a client that breaks its
        // connection (an error of recv or send; and what does SIGPIPE do?) must not take the others with it.
        serve(connection);
        close(connection);
    }
}
