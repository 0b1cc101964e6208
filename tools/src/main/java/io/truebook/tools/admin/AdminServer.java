package io.truebook.tools.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.truebook.engine.record.Command;
import io.truebook.tools.cli.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Takes commands for a running engine: {@code POST /v1/commands} with the token of {@link AdminFile}, on the loopback
 * interface only. Body: {@code {"command": "add kraken:ETH/USD", "waitMs": 10000}}; the venue may be left out where the
 * profile has one. Answers 200 with what became of it, 401 without the token, 400 for a body that is none of ours, 422
 * for a command that the core refuses, 504 where nothing was heard in time. Threads: its own, named {@code admin}.
 */
public final class AdminServer implements AutoCloseable {
    private static final int MAX_BODY = 4096;
    private static final long MAX_WAIT_MS = 600_000;
    private static final long ANSWER_MS = 5_000;
    private static final int THREADS = 4;
    private static final String SCHEME = "Bearer ";

    /** Hands a command to the engine; false when there is no room now. */
    @FunctionalInterface
    public interface Engine {
        boolean command(int ticket, String text);
    }

    private final Path journal;
    private final List<String> venues;
    private final CommandDesk desk;
    private final Engine engine;
    private final Runnable stop;
    private final byte[] token;
    private final HttpServer server;
    private final ExecutorService threads;

    private AdminServer(Path journal, List<String> venues, CommandDesk desk, Engine engine, Runnable stop)
            throws IOException {
        this.journal = journal;
        this.venues = venues;
        this.desk = desk;
        this.engine = engine;
        this.stop = stop;
        final byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        final String text = HexFormat.of().formatHex(random);
        token = text.getBytes(StandardCharsets.US_ASCII);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        threads = Executors.newFixedThreadPool(THREADS, task -> {
            final Thread thread = new Thread(task, "admin");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/v1/commands", this::onRequest);
        new AdminFile(server.getAddress().getPort(), text).write(journal);
        server.start();
    }

    /**
     * Starts, and writes the file by which clients find it.
     *
     * @param journal the running engine's folder
     * @param venues of the profile
     * @param desk which sees the engine's outputs
     * @param stop ends the run
     * @throws IOException when there is no socket, or the folder cannot be written
     */
    public static AdminServer start(Path journal, List<String> venues, CommandDesk desk, Engine engine, Runnable stop)
            throws IOException {
        return new AdminServer(journal, List.copyOf(venues), desk, engine, stop);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        try {
            Files.deleteIfExists(AdminFile.path(journal));
        } catch (IOException e) {
            // a client that finds it finds nobody listening, and says so
            return;
        }
    }

    private void onRequest(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!isAllowed(exchange.getRequestHeaders().getFirst("Authorization"))) {
                answer(exchange, 401, error("no valid token; it stands in admin.json of the journal's folder"));
            } else if (!exchange.getRequestMethod().equals("POST")) {
                answer(exchange, 405, error("commands are posted"));
            } else {
                onCommand(exchange);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the engine closes; the client sees its connection end
        }
    }

    private boolean isAllowed(String header) {
        return header != null
                && header.startsWith(SCHEME)
                && MessageDigest.isEqual(
                        token, header.substring(SCHEME.length()).getBytes(StandardCharsets.US_ASCII));
    }

    private void onCommand(HttpExchange exchange) throws IOException, InterruptedException {
        final byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY);
        final JsonNode request;
        try {
            request = new ObjectMapper().readTree(body);
        } catch (IOException e) {
            answer(exchange, 400, error("the body is no JSON"));
            return;
        }
        final String text = request.path("command").asText("");
        final Command command = Command.parse(text);
        if (text.isEmpty() || command.verb().equals(Command.ALERT)) {
            answer(exchange, 400, error("the body names no command"));
            return;
        }
        final long waitMs =
                Math.max(0, Math.min(MAX_WAIT_MS, request.path("waitMs").asLong(0)));
        final String whole = withVenue(text, command);
        try (CommandDesk.Waiting waiting = desk.open(command.verb())) {
            carryOut(exchange, waiting, whole, waitMs);
        }
        if (command.verb().equals(Command.STOP)) {
            stop.run();
        }
    }

    /** Where the profile has one venue, it need not be named. */
    private String withVenue(String text, Command command) {
        final boolean named = command.verb().equals(Command.STOP) || venues.contains(command.venue());
        if (named || venues.size() != 1) {
            return text;
        }
        final int space = text.indexOf(' ');
        if (space < 0) {
            return text + " " + venues.get(0);
        }
        return command.verb() + " " + venues.get(0) + ":" + text.substring(space + 1);
    }

    private void carryOut(HttpExchange exchange, CommandDesk.Waiting waiting, String text, long waitMs)
            throws IOException, InterruptedException {
        final long beganNs = System.nanoTime();
        if (!engine.command(waiting.ticket(), text)) {
            answer(exchange, 503, error("the engine has no room for a command now; try again"));
            return;
        }
        if (!waiting.awaitAnswer(ANSWER_MS)) {
            answer(exchange, 504, error("the engine has not answered within " + ANSWER_MS + " ms"));
            return;
        }
        if (!waiting.isDone()) {
            answer(
                    exchange,
                    422,
                    error("'" + text + "' cannot be carried out: no such command, venue or symbol; venues are "
                            + venues));
            return;
        }
        final boolean finished = waiting.awaitFinish(waitMs);
        final ObjectNode result = Json.object()
                .put("command", text)
                .put("position", waiting.position())
                .put("finished", finished)
                .put("millis", (System.nanoTime() - beganNs) / 1_000_000);
        if (waiting.condition() != null) {
            result.put("condition", waiting.condition());
        }
        answer(exchange, 200, result);
    }

    private static ObjectNode error(String what) {
        return Json.object().put("error", what);
    }

    private static void answer(HttpExchange exchange, int status, ObjectNode body) throws IOException {
        final byte[] bytes = (Json.line(body) + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
