import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * tcp-echo server: sends every line back with a-z in upper case. Handout: HANDOUT.md, "The server"
 *
 * <p>{@code java -cp build Server <port>}
 */
public final class Server {
    /** Talks to one client until it is done. */
    private static void serve(Socket connection) throws IOException {
        InputStream in = connection.getInputStream();
        byte[] piece = new byte[65536];
        while (true) {
            int length = in.read(piece);
            if (length < 0) {
                // Your work: the client has closed its sending side and still reads. What do you owe it before you
                // close, too?
                return;
            }
            // Your work: answer what has come; a whole line must not wait for more. The first `length` bytes of `piece`
            // are what happened to arrive: perhaps one byte, perhaps ten lines and a half. They are bytes; think before
            // you make a String of them. For now they are thrown away.
        }
    }

    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(args[0]);
        try (ServerSocket listener = new ServerSocket(port, 256, InetAddress.getByName("127.0.0.1"))) {
            while (true) {
                // Your work: this loop serves one client and then the next, so the second waits for the first. Many
                // clients are connected at the same time (Thread, java.util.concurrent and the Selector of
                // java.nio.channels are all in the JDK), and a client that breaks its connection (IOException) must not
                // take the others with it.
                try (Socket connection = listener.accept()) {
                    serve(connection);
                }
            }
        }
    }
}
