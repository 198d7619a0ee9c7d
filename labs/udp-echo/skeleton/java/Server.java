import java.io.IOException;
import java.net.*;

/**
 * udp-echo server: sends every datagram back with a-z in upper case. Handout: HANDOUT.md, "The server"
 *
 * <p>{@code java -cp build Server <port>}
 */
public final class Server {
    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(args[0]);
        try (DatagramSocket socket = new DatagramSocket(port, InetAddress.getByName("127.0.0.1"))) {
            byte[] buffer = new byte[65535];
            while (true) {
                DatagramPacket datagram = new DatagramPacket(buffer, buffer.length);
                socket.receive(datagram);
                // Your work: send one datagram back. `datagram` has getLength() bytes in `buffer`, of any value and of
                // any number, zero included; think before you make a String of them. Where does the reply go, and
                // from which port must it come? And what if it cannot be delivered (IOException)? The next client
                // must not notice. For now nothing is sent.
            }
        }
    }
}
