// http-server: serves files, takes uploads and a form, counts visits, all by HTTP/1.1.   Handout: HANDOUT.md
//
//     make && ./build/server <port> <root>

#include <stdio.h>
#include <stdlib.h>

#include <sys/socket.h>
#include <netinet/in.h>
#include <unistd.h>

static char *root;    // the folder to serve, symbolic links in its own path resolved
static int idle_ms;

// Talks to one client until it is done.
static void serve(int connection) {
    for (;;) {
        char piece[65536];
        ssize_t length = recv(connection, piece, sizeof piece, 0);
        if (length < 0) {
            perror("recv");
            return;
        }
        if (length == 0)
            return;    // the client has closed its sending side, perhaps after its last request, and still reads
        // `piece` is what happened to arrive: perhaps one byte of a request, perhaps two requests and a half. It is
        // `length` bytes and no string: no NUL ends it, and there may be one within. For now it is thrown away. Your
        // work, in this order (the checks go the same way, so you see each step turn green):
        //
        // 1. Keep what has come until the empty line that ends a head is there. Split it into a request line and
        //    fields. What comes behind it is a body, or the next request: do not lose it.
        // 2. Answer a GET with the file under `root`: status line, Date, Content-Type, Content-Length (of bytes!), an
        //    empty line, the bytes. `send` may take less than you give it. Then 404, HEAD, folders, percent-encoding,
        //    queries.
        // 3. Never a byte from outside `root`. Decode first, then decide; where does the name really lead?
        // 4. Last-Modified, If-Modified-Since and 304.
        // 5. Keep the connection open for the next request, and know when not to. Answer pipelined requests in order.
        // 6. Refuse what is malformed, with a complete response, and serve on.
        // 7. Bodies: Content-Length and chunked. PUT and DELETE under /files/, POST /form. What if a body is cut off
        //    half-way, or if nobody wants it?
        // 8. GET /visits: a cookie tells your clients apart.
        // 9. Think of a file of 50 MiB and eight clients that read slowly: how much of it is in your memory?
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
        fputs("usage: server <port> <root>\n", stderr);
        return EXIT_FAILURE;
    }
    root = realpath(argv[2], NULL);
    if (root == NULL) {
        perror(argv[2]);
        return EXIT_FAILURE;
    }
    const char *given = getenv("IDLE_TIMEOUT_MS");
    idle_ms = given == NULL ? 30000 : atoi(given);
    int listener = listen_at(atoi(argv[1]));
    for (;;) {
        int connection = accept(listener, NULL, NULL);
        if (connection < 0) {
            perror("accept");
            continue;
        }
        // Your work: this loop serves one client and then the next, so the second waits for the first. Many clients
        // are connected at the same time, most of them idle (pthread_create, or one loop with poll). One that breaks
        // its connection (an error of recv or send; and what does SIGPIPE do?) must not take the others with it, and
        // one that stays silent for `idle_ms`, before or within a request, is closed (poll, or SO_RCVTIMEO).
        serve(connection);
        close(connection);
    }
}
