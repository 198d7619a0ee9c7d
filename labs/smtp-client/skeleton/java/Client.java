import java.io.IOException;
import java.util.List;

/**
 * smtp-client: delivers one message to a mail server. Handout: HANDOUT.md
 *
 * <p>{@code java -cp build Client <host> <port> <from> <subject> <to> [<to> ...] < body}
 */
public final class Client {
    // What the exit status says, by the names of sysexits.h.
    /** The message was accepted for every recipient. */
    private static final int EX_OK = 0;
    /** Refused for good: a reply 5yz. */
    private static final int EX_UNAVAILABLE = 69;
    /** May work later: a reply 4yz, no connection, a connection that is lost, no reply in time. */
    private static final int EX_TEMPFAIL = 75;

    /** How long to wait for a connection, for each reply, and for a write that does not get on. */
    private static final int TIMEOUT_MS = Integer.parseInt(System.getenv().getOrDefault("TIMEOUT_MS", "10000"));

    /** Returns the exit status. */
    private static int deliver(String host, int port, String sender, String subject, List<String> recipients)
            throws IOException {
        // UTF-8 text, as bytes. Its lines may end with LF, with CR or with both, the last one with nothing.
        byte[] body = System.in.readAllBytes();

        // Your work, in this order (the checks go the same way, so you see each step turn green):
        //
        // 1. Connect to `host` and `port` (java.net.Socket) and wait for the greeting, a reply 220. A reply is bytes
        //    that come as they like: it is over when a line without a hyphen behind its code is over, and not before.
        // 2. The commands, each with CRLF and each after the whole reply to the one before: EHLO or HELO,
        //    MAIL FROM:<...>, a RCPT TO:<...> for each one of `recipients`, DATA.
        // 3. After the 354: a header (From, To, Subject, Date, Message-ID), a blank line, the body, every line with
        //    CRLF, and a line that is only a dot. Wait for the reply, say QUIT, wait for the reply.
        // 4. Lines that begin with a dot; an empty body; a last line without a line end; lines of more than 998
        //    characters.
        // 5. Characters outside ASCII: in the body (MIME: Content-Type, Content-Transfer-Encoding), in the subject
        //    (RFC 2047).
        // 6. Refusals. What does a 550 to one recipient mean for the others? To all? Say QUIT in any case, and tell the
        //    truth by the exit status.
        // 7. Servers that say nothing, or nothing any more (setSoTimeout; does it help a write, too?), and connections
        //    that break (IOException).
        // 8. Who writes the subject and the addresses? What if there is a line end in one?

        System.err.printf(
                "Client.java is not written yet (asked to bring %d bytes to %s:%d)%n", body.length, host, port);
        return 1;
    }

    public static void main(String[] args) throws IOException {
        List<String> recipients = List.of(args).subList(4, args.length);
        System.exit(deliver(args[0], Integer.parseInt(args[1]), args[2], args[3], recipients));
    }
}
