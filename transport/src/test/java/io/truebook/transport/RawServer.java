package io.truebook.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Plain sockets for what a well-behaved server never does. One thread, one connection after the other. */
final class RawServer implements AutoCloseable {
    interface Script {
        void serve(Socket socket) throws IOException;
    }

    private final ServerSocket listening;
    private final Thread thread;
    private final List<Socket> accepted = new CopyOnWriteArrayList<>();

    RawServer(Script script) throws IOException {
        listening = new ServerSocket(0, 16, InetAddress.getByName("127.0.0.1"));
        thread = new Thread(() -> accept(script), "test-raw-server");
        thread.start();
    }

    int port() {
        return listening.getLocalPort();
    }

    String url(String scheme, String path) {
        return scheme + "://127.0.0.1:" + port() + path;
    }

    /** Reads a request's head up to the empty line. */
    static String readHead(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int matched = 0;
        while (matched < 4) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("end of stream in the request's head");
            }
            head.write(b);
            matched = b == "\r\n\r\n".charAt(matched) ? matched + 1 : b == '\r' ? 1 : 0;
        }
        return head.toString(StandardCharsets.US_ASCII);
    }

    /** Reads the upgrade request and gives the bytes that accept it. */
    static byte[] acceptUpgrade(Socket socket) throws IOException {
        String head = readHead(socket);
        String key = head.lines()
                .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("sec-websocket-key:"))
                .map(line -> line.substring(line.indexOf(':') + 1).trim())
                .findFirst()
                .orElseThrow();
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1")
                    .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
            return ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Accept: " + Base64.getEncoder().encodeToString(digest) + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends the connection with RST instead of FIN. */
    static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : accepted) {
            socket.close();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept(Script script) {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                accepted.add(socket);
                script.serve(socket);
            } catch (IOException e) {
                // The client or the test ended it; the client's inputs say what came of it.
                continue;
            }
        }
    }
}
