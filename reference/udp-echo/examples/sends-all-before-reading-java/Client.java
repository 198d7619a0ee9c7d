import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** udp-echo client: a reply belongs to the line with the same letters; one that comes early is kept until then. */
public class Client {
    static final int SENDS = 3;

    final DatagramSocket socket = new DatagramSocket();
    final List<byte[]> replies = new ArrayList<>();
    final InetSocketAddress server;
    final long timeoutMs;

    Client(InetSocketAddress server, long timeoutMs) throws IOException {
        this.server = server;
        this.timeoutMs = timeoutMs;
    }

    void send(byte[] line) throws IOException {
        socket.send(new DatagramPacket(line, line.length, server));
    }

    /** Receives one datagram; false when the time is up. */
    boolean receive(long deadline) throws IOException {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) return false;
        DatagramPacket packet = new DatagramPacket(new byte[65535], 65535);
        try {
            socket.setSoTimeout((int) left);
            socket.receive(packet);
        } catch (SocketTimeoutException e) {
            return false;
        }
        if (packet.getSocketAddress().equals(server))
            replies.add(Arrays.copyOf(packet.getData(), packet.getLength()));
        return true;
    }

    byte[] takeReply(byte[] line) {
        String text = new String(line, StandardCharsets.UTF_8);
        for (byte[] reply : replies)
            if (new String(reply, StandardCharsets.UTF_8).equalsIgnoreCase(text)) {
                replies.remove(reply);
                return reply;
            }
        return null;
    }

    /** The line has been sent once already. */
    byte[] await(byte[] line) throws IOException {
        for (int sent = 1; sent <= SENDS; sent++) {
            if (sent > 1) send(line);
            long deadline = System.nanoTime() + timeoutMs * 1_000_000;
            do {
                byte[] reply = takeReply(line);
                if (reply != null) return reply;
            } while (receive(deadline));
        }
        return null;
    }

    static List<byte[]> readLines() throws IOException {
        String input = new String(System.in.readAllBytes(), StandardCharsets.ISO_8859_1);
        List<byte[]> lines = new ArrayList<>();
        for (int start = 0; start < input.length(); ) {
            int end = input.indexOf('\n', start);
            if (end < 0) end = input.length();
            lines.add(input.substring(start, end).getBytes(StandardCharsets.ISO_8859_1));
            start = end + 1;
        }
        return lines;
    }

    public static void main(String[] args) throws IOException {
        String ms = System.getenv("TIMEOUT_MS");
        InetSocketAddress server = new InetSocketAddress(args[0], Integer.parseInt(args[1]));
        Client client = new Client(server, ms == null ? 1000 : Long.parseLong(ms));
        List<byte[]> lines = readLines();
        for (byte[] line : lines) client.send(line);
        int status = 0;
        for (byte[] line : lines) {
            byte[] reply = client.await(line);
            if (reply == null) {
                System.err.println("no answer to: " + new String(line, StandardCharsets.UTF_8));
                status = 1;
            } else {
                System.out.write(reply);
                System.out.write('\n');
            }
        }
        System.out.flush();
        System.exit(status);
    }
}
