import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;

/** tcp-echo server. */
public class Server {
    static void upper(byte[] bytes, int length) {
        for (int i = 0; i < length; i++)
            if (bytes[i] >= 'a' && bytes[i] <= 'z') bytes[i] -= 'a' - 'A';
    }

    static void serve(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        OutputStream out = socket.getOutputStream();
        byte[] buffer = new byte[65536];
        int n;
        while ((n = in.read(buffer)) >= 0) {
            upper(buffer, n);
            out.write(buffer, 0, n);
        }
    }

    public static void main(String[] args) throws IOException {
        ServerSocket listener = new ServerSocket(Integer.parseInt(args[0]), 256);
        while (true) {
            try (Socket socket = listener.accept()) {
                serve(socket);
            } catch (IOException e) {
                System.err.println("connection lost: " + e.getMessage());
            }
        }
    }
}
