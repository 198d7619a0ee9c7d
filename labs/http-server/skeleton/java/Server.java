import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;

/**
 * http-server: serves files, takes uploads and a form, and counts visits, by HTTP/1.1. Handout: HANDOUT.md
 *
 * <p>{@code java -cp build Server <port> <root>}
 */
public final class Server {
    private final int port;
    /** The folder to serve, symbolic links in its own path resolved. */
    private final Path root;
    private final int idleMs;

    private Server(int port, Path root, int idleMs) {
        this.port = port;
        this.root = root;
        this.idleMs = idleMs;
    }

    /** Talks to one client until it is done. */
    private void serve(Socket connection) throws IOException {
        InputStream in = connection.getInputStream();
        byte[] piece = new byte[65536];
        while (true) {
            int length = in.read(piece);
            if (length < 0) {
                return; // the client has closed its sending side, perhaps after its last request, and still reads
            }
            // The first `length` bytes of `piece` are what happened to arrive: perhaps one byte of a request, perhaps
            // two requests and a half. They are bytes; think before you make a String of them. For now they are thrown
            // away. Your work, in this order (the checks go the same way, so you see each step turn green):
            //
            // 1. Keep what has come until the empty line that ends a head is there. Split it into a request line and
            //    fields. What comes behind it is a body, or the next request: do not lose it.
            // 2. Answer a GET with the file under `root`: status line, Date, Content-Type, Content-Length (of bytes!),
            //    an empty line, the bytes. Then 404, HEAD, folders, percent-encoding, queries.
            // 3. Never a byte from outside `root`. Decode first, then decide; where does the name really lead?
            // 4. Last-Modified, If-Modified-Since and 304.
            // 5. Keep the connection open for the next request, and know when not to. Answer pipelined requests in
            //    order.
            // 6. Refuse what is malformed, with a complete response, and serve on.
            // 7. Bodies: Content-Length and chunked. PUT and DELETE under /files/, POST /form. What if a body is cut
            //    off half-way, or if nobody wants it?
            // 8. GET /visits: a cookie tells your clients apart.
            // 9. Think of a file of 50 MiB and eight clients that read slowly: how much of it is in your memory?
        }
    }

    private void run() throws IOException {
        try (ServerSocket listener = new ServerSocket(port, 256, InetAddress.getByName("127.0.0.1"))) {
            while (true) {
                // Your work: this loop serves one client and then the next, so the second waits for the first. Many
                // clients are connected at the same time, most of them idle (Thread, java.util.concurrent and the
                // Selector of java.nio.channels are all in the JDK). One that breaks its connection (IOException) must
                // not take the others with it, and one that stays silent for `idleMs`, before or within a request, is
                // closed (setSoTimeout).
                try (Socket connection = listener.accept()) {
                    serve(connection);
                }
            }
        }
    }

    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(args[0]);
        Path root = Path.of(args[1]).toRealPath();
        int idleMs = Integer.parseInt(System.getenv().getOrDefault("IDLE_TIMEOUT_MS", "30000"));
        new Server(port, root, idleMs).run();
    }
}
