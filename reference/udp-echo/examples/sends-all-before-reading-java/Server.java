import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;

/** udp-echo server. */
public class Server {
    static void upper(byte[] bytes, int length) {
        for (int i = 0; i < length; i++)
            if (bytes[i] >= 'a' && bytes[i] <= 'z') bytes[i] -= 'a' - 'A';
    }

    public static void main(String[] args) throws IOException {
        DatagramSocket socket = new DatagramSocket(Integer.parseInt(args[0]));
        byte[] buffer = new byte[65535];
        while (true) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
                upper(buffer, packet.getLength());
                socket.send(packet); // the same packet: it knows its sender and its length
            } catch (IOException e) {
                System.err.println("not answered: " + e.getMessage());
            }
        }
    }
}
