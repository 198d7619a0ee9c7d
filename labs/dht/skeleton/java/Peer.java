import java.io.IOException;
import java.net.*;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;

/**
 * dht: one peer of a circular hash table, by UDP. Handout: HANDOUT.md
 *
 * <p>{@code java -cp build Peer <id> <port> [<known-host>:<known-port>]}
 */
public final class Peer {
    /** A peer and where it is. */
    private record Ref(int id, String host, int port) {
        Map<String, Object> toJson() {
            return Map.of("id", id, "host", host, "port", port);
        }
    }

    private final Ref self;
    /** A peer of the ring to join; null if we start a ring of our own. */
    private final InetSocketAddress known;
    private final int intervalMs;
    private final DatagramSocket socket;

    private Peer(Ref self, InetSocketAddress known, int intervalMs, DatagramSocket socket) {
        this.self = self;
        this.known = known;
        this.intervalMs = intervalMs;
        this.socket = socket;
    }

    /** Where a key lies on the circle: the first 16 bits, big-endian, of its SHA-1. */
    private static int identifierOf(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(key.getBytes(StandardCharsets.UTF_8));
            return (digest[0] & 0xff) << 8 | digest[1] & 0xff;
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-1", e);
        }
    }

    private static InetSocketAddress parseAddress(String text) {
        int colon = text.indexOf(':');
        return new InetSocketAddress(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    private void send(Map<String, ?> message, InetSocketAddress to) throws IOException {
        byte[] bytes = Json.write(message);
        socket.send(new DatagramPacket(bytes, bytes.length, to));
    }

    private void run() throws IOException {
        byte[] buffer = new byte[65535];
        while (true) {
            DatagramPacket datagram = new DatagramPacket(buffer, buffer.length);
            socket.receive(datagram);
            // `datagram` is what somebody sent: perhaps no UTF-8, no JSON, no object, or one of a type that you do not
            // know; perhaps an old one, or one that you have had before. Json.parse reads it. For now it is thrown
            // away. And this loop only waits for datagrams, while time passes, too: think of setSoTimeout, of a
            // Selector (java.nio.channels), or of threads. Your work, in this order (the checks go the same way, so you
            // see each step turn green):
            //
            // 1. The arithmetic of the circle, first of all: is an identifier on the arc from one point clockwise to
            //    another? Does it hold across zero, for an arc from a point to itself, at both its ends? What is
            //    -1 % 65536 in Java? Everything else rests on it.
            // 2. A ring of one: answer `ping`, `state`, `find`, `put` and `get`. A key holds a set of values.
            // 3. `join`, from both sides: `welcome` a newcomer behind you, pass on who does not belong there, and
            //    refuse a taken identifier; join by `known`, again and again, for the welcome may be lost.
            // 4. `notify`, and `transfer` of the entries that belong to the new predecessor. When may you forget an
            //    entry?
            // 5. `find` in a ring of many: pass it on clockwise, and answer whoever asked, not whoever passed it on.
            // 6. Ping both successors every `intervalMs`, and learn from pongs. What does a pong answer?
            // 7. Death, after three pings in a row. Who takes the place of a dead successor, and of a dead predecessor?
            //    Who still speaks of them?
            // 8. `put` and `get` of keys that belong to others. You are a client then, and must not wait: datagrams
            //    keep coming.
            // 9. `leave`, on SIGTERM (Runtime.addShutdownHook: it runs in a thread of its own, and the exit status is 0
            //    only if it ends with Runtime.halt(0)).
        }
    }

    public static void main(String[] args) throws IOException {
        Ref self = new Ref(Integer.parseInt(args[0]), "127.0.0.1", Integer.parseInt(args[1]));
        InetSocketAddress known = args.length > 2 ? parseAddress(args[2]) : null;
        int intervalMs = Integer.parseInt(System.getenv().getOrDefault("PING_INTERVAL_MS", "1000"));
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(self.host(), self.port()))) {
            new Peer(self, known, intervalMs, socket).run();
        }
    }
}
