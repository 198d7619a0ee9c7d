import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * pop3-server: lets users read and delete their mail, by POP3. Handout: HANDOUT.md
 *
 * <p>{@code java -cp build Server <port> <maildrop-dir>}
 */
public final class Server {
    private final int port;
    /** The folder with the file `users`, and with a folder of messages for each of them. */
    private final Path maildrops;
    private final int idleMs;

    private Server(int port, Path maildrops, int idleMs) {
        this.port = port;
        this.maildrops = maildrops;
        this.idleMs = idleMs;
    }

    /** Talks to one client until it is done. */
    private void serve(Socket connection) throws IOException {
        InputStream in = connection.getInputStream();
        OutputStream out = connection.getOutputStream();
        reply(out, "+OK who are you?");
        byte[] piece = new byte[65536];
        while (true) {
            int length = in.read(piece);
            if (length < 0) {
                return; // the client has closed its sending side, and did not say QUIT
            }
            // The first `length` bytes of `piece` are what happened to arrive: perhaps one byte of a command, perhaps
            // two commands and a half. They are bytes; think before you make a String of them. For now each piece is
            // taken for one command, and refused. Your work, in this order (the checks go the same way, so you see each
            // step turn green):
            //
            // 1. Keep what has come until a command is whole. What comes behind it is the next command: do not lose it.
            //    Keywords come in any case.
            // 2. Read the file `users`. USER, then PASS: look well at what belongs to a password. Only names in the
            //    file are names. Before PASS everything but QUIT is refused, and a QUIT removes nothing.
            // 3. The lock: from PASS on the maildrop is this session's alone. Until when? What if a session never says
            //    QUIT? Others are served meanwhile (see `run`).
            // 4. STAT and LIST. Which files are messages, in what order, and what if one arrives in the middle? Octets
            //    count what RETR sends: is that the size of the file?
            // 5. RETR: `+OK`, the message, a line that is only a dot. What if the message has such a line, or one that
            //    begins with a dot? What if its last line has no end?
            // 6. DELE marks, RSET unmarks, QUIT removes. What is the number of message 2 when 1 is marked? And what
            //    becomes of the marks when the client is gone without QUIT?
            // 7. Refuse what is unknown, and numbers of no message, and go on.
            // 8. A client that brings no whole command for `idleMs` is given up (setSoTimeout). What has it lost?
            // 9. Think of a message of 20 MiB: who waits while it is sent?
            if (new String(piece, 0, length, StandardCharsets.ISO_8859_1).equals("QUIT\r\n")) {
                reply(out, "+OK bye");
                return;
            }
            reply(out, "-ERR not implemented yet");
        }
    }

    /** Sends one line. */
    private static void reply(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private void run() throws IOException {
        try (ServerSocket listener = new ServerSocket(port, 256, InetAddress.getByName("127.0.0.1"))) {
            while (true) {
                // Your work: this loop serves one client and then the next, so the second waits for the first. Many
                // clients are connected at the same time (Thread, java.util.concurrent and the Selector of
                // java.nio.channels are all in the JDK). One that breaks its connection (IOException) must not take the
                // others with it, nor keep its maildrop locked.
                try (Socket connection = listener.accept()) {
                    serve(connection);
                }
            }
        }
    }

    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(args[0]);
        Path maildrops = Path.of(args[1]);
        int idleMs = Integer.parseInt(System.getenv().getOrDefault("IDLE_TIMEOUT_MS", "600000"));
        new Server(port, maildrops, idleMs).run();
    }
}
