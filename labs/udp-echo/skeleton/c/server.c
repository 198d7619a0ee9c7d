// udp-echo server: sends every datagram back with a-z in upper case.   Handout: HANDOUT.md, "The server"
//
//     make && ./build/server <port>

#include <stdio.h>
#include <stdlib.h>

#include <sys/socket.h>
#include <netinet/in.h>

int main(int argc, char **argv) {
    if (argc != 2) {
        fputs("usage: server <port>\n", stderr);
        return EXIT_FAILURE;
    }
    struct sockaddr_in own = {0};
    own.sin_family = AF_INET;
    own.sin_port = htons((in_port_t)atoi(argv[1]));
    own.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int sock = socket(AF_INET, SOCK_DGRAM, 0);
    if (sock < 0 || bind(sock, (const struct sockaddr *)&own, sizeof own) < 0) {
        perror("bind");
        return EXIT_FAILURE;
    }
    for (;;) {
        char datagram[65535];
        struct sockaddr_in sender;
        socklen_t sender_length = sizeof sender;
        ssize_t length = recvfrom(sock, datagram, sizeof datagram, 0, (struct sockaddr *)&sender, &sender_length);
        if (length < 0) {
            perror("recvfrom");
            continue;
        }
        // Your work: send one datagram back. `datagram` holds `length` bytes of any value, and `length` may be zero. It
        // is no string: no NUL ends it, and there may be one within. Where does the reply go, and from which port must
        // it come? And what if it cannot be delivered (an error of sendto, or of a later recvfrom)? The next client
        // must not notice. For now nothing is sent.
    }
}
