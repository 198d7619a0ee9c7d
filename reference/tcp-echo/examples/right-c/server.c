/* tcp-echo server: one process, one poll() loop. A connection's buffer is filled by recv(), and until it has been sent
   back nothing more is read: a client that does not read its replies stops nobody but itself. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX_CONNECTIONS 1000

struct reply {
    size_t sent, length;
    char bytes[16384];
};

static struct pollfd fds[1 + MAX_CONNECTIONS];    /* fds[0] is the listening socket */
static struct reply *replies[1 + MAX_CONNECTIONS];
static int used = 1;

static int listen_on(int port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, (struct sockaddr *)&address, sizeof address) < 0 || listen(fd, 256) < 0) {
        perror("cannot listen");
        exit(1);
    }
    return fd;
}

static void open_connection(void) {
    int fd = accept(fds[0].fd, NULL, NULL);
    if (fd < 0) {
        perror("accept");
        return;
    }
    fds[used] = (struct pollfd){.fd = fd, .events = POLLIN};
    replies[used] = calloc(1, sizeof *replies[used]);
    used++;
}

static void close_connection(int i) {
    close(fds[i].fd);
    free(replies[i]);
    used--;
    fds[i] = fds[used];
    replies[i] = replies[used];
}

/* Returns 0 when the connection is over. */
static int serve(int i) {
    struct reply *r = replies[i];
    ssize_t n;
    if (r->length == 0) {
        n = recv(fds[i].fd, r->bytes, sizeof r->bytes, MSG_DONTWAIT);
        if (n > 0) {
            r->length = n;
            for (char *c = r->bytes; c < r->bytes + n; c++)
                if (*c >= 'a' && *c <= 'z')
                    *c -= 'a' - 'A';
        }
    } else {
        n = send(fds[i].fd, r->bytes + r->sent, r->length - r->sent, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (n > 0)
            r->sent += n;
        if (r->sent == r->length)
            r->sent = r->length = 0;
    }
    fds[i].events = r->length > 0 ? POLLOUT : POLLIN;
    return n > 0 || (n < 0 && (errno == EAGAIN || errno == EINTR));
}

int main(int argc, char **argv) {
    if (argc != 2) {
        fprintf(stderr, "usage: server <port>\n");
        return 2;
    }
    fds[0].fd = listen_on(atoi(argv[1]));
    for (;;) {
        fds[0].events = used <= MAX_CONNECTIONS ? POLLIN : 0;
        if (poll(fds, used, -1) < 0)
            continue;
        /* Downwards: a closed connection's place is taken by the last one, which has had its turn. */
        for (int i = used - 1; i >= 1; i--)
            if (fds[i].revents && !serve(i))
                close_connection(i);
        if (fds[0].revents)
            open_connection();
    }
}
