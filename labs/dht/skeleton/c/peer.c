// dht: one peer of a circular hash table, by UDP.   Handout: HANDOUT.md
//
//     make && ./build/peer <id> <port> [<known-host>:<known-port>]

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <netinet/in.h>

#include "json.h"
#include "sha1.h"

// Where a key lies on the circle: the first 16 bits, big-endian, of its SHA-1.
static int identifier_of(const char *key, size_t length) {
    uint8_t digest[20];
    sha1(key, length, digest);
    return digest[0] << 8 | digest[1];
}

// An IPv4 address and a port. False if the host is none.
static bool make_address(const char *host, int port, struct sockaddr_in *address) {
    memset(address, 0, sizeof *address);
    address->sin_family = AF_INET;
    address->sin_port = htons((in_port_t)port);
    return inet_pton(AF_INET, host, &address->sin_addr) == 1;
}

// Takes "127.0.0.1:12001" apart.
static bool parse_address(const char *text, struct sockaddr_in *address) {
    char host[INET_ADDRSTRLEN];
    const char *colon = strchr(text, ':');
    if (colon == NULL || (size_t)(colon - text) >= sizeof host)
        return false;
    memcpy(host, text, (size_t)(colon - text));
    host[colon - text] = '\0';
    return make_address(host, atoi(colon + 1), address);
}

static void send_message(int sock, const struct json *message, const struct sockaddr_in *to) {
    size_t length;
    char *text = json_write(message, &length);
    if (sendto(sock, text, length, 0, (const struct sockaddr *)to, sizeof *to) < 0)
        perror("sendto");
    free(text);
}

int main(int argc, char **argv) {
    if (argc < 3 || argc > 4) {
        fputs("usage: peer <id> <port> [<known-host>:<known-port>]\n", stderr);
        return EXIT_FAILURE;
    }
    int id = atoi(argv[1]), port = atoi(argv[2]);
    struct sockaddr_in own, known = {0};
    bool joins = argc == 4;    // the ring of `known`; otherwise a ring of our own
    if (joins && !parse_address(argv[3], &known)) {
        fprintf(stderr, "not a host and a port: %s\n", argv[3]);
        return EXIT_FAILURE;
    }
    const char *given = getenv("PING_INTERVAL_MS");
    int interval_ms = given == NULL ? 1000 : atoi(given);

    int sock = socket(AF_INET, SOCK_DGRAM, 0);
    if (sock < 0 || !make_address("127.0.0.1", port, &own) ||
        bind(sock, (const struct sockaddr *)&own, sizeof own) < 0) {
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
        // `datagram` is what somebody sent: perhaps no UTF-8, no JSON, no object, or one of a type that you do not
        // know; perhaps an old one, or one that you have had before. It is `length` bytes and no string; json.h reads
        // it. For now it is thrown away. And this loop only waits for datagrams, while time passes, too: think of poll
        // and clock_gettime(CLOCK_MONOTONIC, ...). Your work, in this order (the checks go the same way, so you see
        // each step turn green):
        //
        // 1. The arithmetic of the circle, first of all: is an identifier on the arc from one point clockwise to
        //    another? Does it hold across zero, for an arc from a point to itself, at both its ends? What is -1 % 65536
        //    in C? Everything else rests on it.
        // 2. A ring of one: answer `ping`, `state`, `find`, `put` and `get`. A key holds a set of values.
        // 3. `join`, from both sides: `welcome` a newcomer behind you, pass on who does not belong there, and refuse a
        //    taken identifier; join by `known`, again and again, for the welcome may be lost.
        // 4. `notify`, and `transfer` of the entries that belong to the new predecessor. When may you forget an entry?
        // 5. `find` in a ring of many: pass it on clockwise, and answer whoever asked, not whoever passed it on.
        // 6. Ping both successors every `interval_ms`, and learn from pongs. What does a pong answer?
        // 7. Death, after three pings in a row. Who takes the place of a dead successor, and of a dead predecessor? Who
        //    still speaks of them?
        // 8. `put` and `get` of keys that belong to others. You are a client then, and must not wait: datagrams keep
        //    coming.
        // 9. `leave`, on SIGTERM (sigaction; a handler may do very little, so let it set a flag, and see what poll
        //    returns then).
        (void)id, (void)joins, (void)known, (void)interval_ms, (void)identifier_of, (void)send_message;
    }
}
