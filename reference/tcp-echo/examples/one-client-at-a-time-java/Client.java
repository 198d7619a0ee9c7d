import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/** tcp-echo client: a thread sends stdin, the main thread prints the replies. */
public class Client {
    static final AtomicLong asked = new AtomicLong();

    static int countLines(byte[] bytes, int length) {
        int lines = 0;
        for (int i = 0; i < length; i++)
            if (bytes[i] == '\n') lines++;
        return lines;
    }

    static void sendInput(Socket socket) {
        byte[] buffer = new byte[65536];
        byte last = '\n';
        int n;
        try {
            OutputStream out = socket.getOutputStream();
            while ((n = System.in.read(buffer)) >= 0) {
                if (n == 0) continue;
                asked.addAndGet(countLines(buffer, n));
                last = buffer[n - 1];
                out.write(buffer, 0, n);
            }
            if (last != '\n') {
                asked.incrementAndGet();
                out.write('\n');
            }
            socket.shutdownOutput();
        } catch (IOException e) {
            System.err.println("sending stopped: " + e.getMessage());
        }
    }

    static void talk(Socket socket) throws IOException, InterruptedException {
        Thread sender = new Thread(() -> sendInput(socket));
        sender.setDaemon(true);
        sender.start();
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[65536];
        long answered = 0;
        int n;
        while ((n = in.read(buffer)) >= 0) {
            System.out.write(buffer, 0, n);
            answered += countLines(buffer, n);
        }
        if (answered == asked.get()) sender.join();
        if (answered < asked.get())
            throw new IOException("closed after " + answered + " of " + asked + " replies");
    }

    public static void main(String[] args) throws InterruptedException {
        int status = 0;
        try (Socket socket = new Socket(args[0], Integer.parseInt(args[1]))) {
            talk(socket);
        } catch (IOException e) {
            System.err.println("connection failed: " + e.getMessage());
            status = 1;
        }
        System.out.flush();
        System.exit(status);
    }
}
