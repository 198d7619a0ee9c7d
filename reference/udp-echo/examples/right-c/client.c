/* udp-echo client: a new connected socket for every line. The kernel lets only the server's datagrams through to it,
   and a late reply to an earlier line goes to a port that is no more. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/types.h>
#include <unistd.h>

#define SENDS 3

static struct sockaddr_in server;
static struct timeval timeout;

/* Returns the length of the reply, or -1 if none came. */
static ssize_t ask(const char *line, size_t length, char *reply, size_t room) {
    ssize_t n = -1;
    int sock = socket(AF_INET, SOCK_DGRAM, 0);
    setsockopt(sock, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
    if (connect(sock, (struct sockaddr *)&server, sizeof server) < 0)
        perror("connect");
    for (int i = 0; i < SENDS && n < 0; i++) {
        if (send(sock, line, length, 0) < 0)
            perror("send");
        do
            n = recv(sock, reply, room, 0);    /* -1 when the time is up, or the port is refused */
        while (n < 0 && errno == EINTR);
    }
    close(sock);
    return n;
}

int main(int argc, char **argv) {
    if (argc != 3) {
        fprintf(stderr, "usage: client <host> <port>\n");
        return 2;
    }
    server.sin_family = AF_INET;
    server.sin_port = htons(atoi(argv[2]));
    if (inet_pton(AF_INET, argv[1], &server.sin_addr) != 1) {
        fprintf(stderr, "not an IPv4 address: %s\n", argv[1]);
        return 2;
    }
    const char *ms = getenv("TIMEOUT_MS");
    long wait = ms ? atol(ms) : 1000;
    timeout = (struct timeval){.tv_sec = wait / 1000, .tv_usec = wait % 1000 * 1000};

    static char reply[65536];
    char *line = NULL;
    size_t room = 0;
    ssize_t length;
    int status = 0;
    while ((length = getline(&line, &room, stdin)) > 0) {
        if (line[length - 1] == '\n')
            length--;
        ssize_t n = ask(line, length, reply, sizeof reply);
        if (n < 0) {
            fprintf(stderr, "no answer to \"%.*s\"\n", (int)length, line);
            status = 1;
            continue;
        }
        fwrite(reply, 1, n, stdout);
        putchar('\n');
        fflush(stdout);
    }
    return status;
}
