/**
 * tcp-echo client: sends the lines of stdin, prints the reply lines on stdout. Handout: HANDOUT.md, "The client"
 *
 * <p>{@code java -cp build Client <host> <port>}
 */
public final class Client {
    public static void main(String[] args) {
        String host = args[0];
        int port = Integer.parseInt(args[1]);

        // Your work, in this order (the checks go the same way, so you see each step turn green):
        //
        // 1. Connect to `host` and `port` (java.net.Socket).
        // 2. Send the lines of System.in, each with its LF.
        // 3. Print what comes back on System.out, byte for byte, and nothing else there: messages for people go to
        //    System.err.
        // 4. After the last line, shut down your sending side only, print what still comes, and exit with status 0.
        // 5. Exit with status 1, and a word on stderr, if the connection is refused, breaks, or ends before every line
        //    was answered.
        // 6. Think of 64 MiB of input: who waits for whom when both sides only send?

        System.err.println("Client.java is not written yet (asked to talk to " + host + ":" + port + ")");
        System.exit(1);
    }
}
