/* tcp-echo client: one poll() loop. Input is read only when the last piece of it has been sent, and replies are printed
   whenever there are any, so that however long the input is, nothing waits for ever. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static char out[65536];
static size_t sent, length;
static int input_open = 1;
static char last = '\n';
static long asked, answered;

static void fail(const char *why) {
    fprintf(stderr, "%s after %ld of %ld replies\n", why, answered, asked);
    fflush(stdout);
    exit(1);
}

static long count_lines(const char *bytes, size_t n) {
    long lines = 0;
    while (n-- > 0)
        lines += *bytes++ == '\n';
    return lines;
}

static void read_input(void) {
    ssize_t n = read(STDIN_FILENO, out, sizeof out);
    if (n <= 0) {
        input_open = 0;
        n = 0;
        if (last != '\n')
            out[n++] = '\n';
    }
    if (n > 0)
        last = out[n - 1];
    asked += count_lines(out, n);
    sent = 0;
    length = n;
}

static int connect_to(const char *host, const char *port) {
    struct sockaddr_in server = {.sin_family = AF_INET, .sin_port = htons(atoi(port))};
    int sock = socket(AF_INET, SOCK_STREAM, 0);
    if (inet_pton(AF_INET, host, &server.sin_addr) != 1)
        fail("not an IPv4 address");
    if (connect(sock, (struct sockaddr *)&server, sizeof server) < 0)
        fail(strerror(errno));
    return sock;
}

int main(int argc, char **argv) {
    if (argc != 3) {
        fprintf(stderr, "usage: client <host> <port>\n");
        return 2;
    }
    int sock = connect_to(argv[1], argv[2]), sending = 1;
    static char in[65536];
    for (;;) {
        int idle = sent == length;
        if (idle && !input_open && sending) {
            shutdown(sock, SHUT_WR);
            sending = 0;
        }
        struct pollfd fds[2] = {
            {.fd = idle && input_open ? STDIN_FILENO : -1, .events = POLLIN},
            {.fd = sock, .events = idle ? POLLIN : POLLIN | POLLOUT},
        };
        if (poll(fds, 2, -1) < 0)
            continue;
        if (fds[0].revents)
            read_input();
        if (fds[1].revents & POLLOUT) {
            ssize_t n = send(sock, out + sent, length - sent, MSG_DONTWAIT | MSG_NOSIGNAL);
            if (n < 0 && errno != EAGAIN)
                fail(strerror(errno));
            if (n > 0)
                sent += n;
        }
        if (fds[1].revents & (POLLIN | POLLHUP | POLLERR)) {
            ssize_t n = recv(sock, in, sizeof in, 0);
            if (n < 0)
                fail(strerror(errno));
            if (n == 0)
                break;
            fwrite(in, 1, n, stdout);
            answered += count_lines(in, n);
        }
    }
    if (answered == asked && input_open)
        read_input();    /* was that all, or are there more lines? */
    if (answered < asked || length > sent)
        fail("connection closed");
    return 0;
}
