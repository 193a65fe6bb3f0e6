package dev.tidemark.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers one request: wraps a delivery, puts it to Kinesis, and says 200 only after Kinesis said so. */
final class WebhookHandler implements HttpHandler {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookHandler.class);
    private static final int MAX_BODY_BYTES = 10 * 1024 * 1024;
    /** What is read and thrown away of a body too large, so that the sender gets to see the answer. */
    private static final long MAX_DRAINED_BYTES = 64L * 1024 * 1024;

    private final MappingTemplate template;
    private final Map<String, String> stageVariables;
    private final KinesisWriter kinesis;
    private final DeliveryListener listener;
    private final SecureRandom random = new SecureRandom();
    /** Shared by deliveries under way, taken alone by whoever closes the gateway, and then never given back. */
    private final ReadWriteLock closing = new ReentrantReadWriteLock();

    WebhookHandler(
            MappingTemplate template,
            Map<String, String> stageVariables,
            KinesisWriter kinesis,
            DeliveryListener listener) {
        this.template = template;
        this.stageVariables = stageVariables;
        this.kinesis = kinesis;
        this.listener = listener;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            switch (exchange.getRequestURI().getPath()) {
                case "/" + LocalGateway.FEED -> {
                    if (allowed(exchange, "POST")) {
                        deliverUnlessClosing(exchange);
                    }
                }
                case "/health" -> {
                    if (allowed(exchange, "GET")) {
                        answer(exchange, 200, "{\"status\":\"ok\"}");
                    }
                }
                default -> answer(exchange, 404, "{\"message\":\"Not Found\"}");
            }
        }
    }

    /**
     * Takes no more deliveries and waits for those under way.
     *
     * @return whether all were answered in time
     */
    boolean drain(Duration patience) throws InterruptedException {
        return closing.writeLock().tryLock(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void deliverUnlessClosing(HttpExchange exchange) throws IOException {
        if (!closing.readLock().tryLock()) {
            refuse(exchange, 503, "Service Unavailable", "the gateway is stopping");
            return;
        }
        try {
            deliver(exchange);
        } finally {
            closing.readLock().unlock();
        }
    }

    private void deliver(HttpExchange exchange) throws IOException {
        long receivedAtMillis = System.currentTimeMillis();
        long started = System.nanoTime();
        InputStream in = exchange.getRequestBody();
        byte[] body = in.readNBytes(MAX_BODY_BYTES + 1);
        if (body.length > MAX_BODY_BYTES) {
            discard(in);
            refuse(exchange, 413, "Request Too Long", "more than " + MAX_BODY_BYTES + " bytes");
            return;
        }
        String id = newRequestId();
        String putRecord;
        try {
            putRecord =
                    template.render(new GatewayRequest(headers(exchange), body, id, receivedAtMillis), stageVariables);
            kinesis.put(putRecord).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            refuse(exchange, 503, "Service Unavailable", "the gateway is stopping");
            return;
        } catch (ExecutionException e) {
            refuse(exchange, 503, "Service Unavailable", String.valueOf(e.getCause()));
            return;
        } catch (IOException | RuntimeException e) {
            // the template's fault, not the body's; a 5xx as well, so that nothing is lost before it is mended
            LOG.error("Delivery {} could not be wrapped", id, e);
            refuse(exchange, 500, "Internal server error", e.toString());
            return;
        }
        Duration latency = Duration.ofNanos(System.nanoTime() - started);
        answer(exchange, 200, "{\"message\":\"accepted\",\"id\":\"" + id + "\"}");
        listener.accepted(body.length, latency);
    }

    private void refuse(HttpExchange exchange, int status, String message, String reason) throws IOException {
        LOG.warn("Delivery refused with {}: {}", status, reason);
        listener.refused(status, reason);
        answer(exchange, status, "{\"message\":\"" + message + "\"}");
    }

    private static boolean allowed(HttpExchange exchange, String method) throws IOException {
        if (exchange.getRequestMethod().equals(method)) {
            return true;
        }
        exchange.getResponseHeaders().set("Allow", method);
        answer(exchange, 405, "{\"message\":\"Method Not Allowed\"}");
        return false;
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        boolean bodyless = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, bodyless ? -1 : bytes.length);
        if (!bodyless) {
            exchange.getResponseBody().write(bytes);
        }
    }

    private static void discard(InputStream in) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        long left = MAX_DRAINED_BYTES;
        for (int read = in.read(buffer); read >= 0 && left > 0; read = in.read(buffer)) {
            left -= read;
        }
    }

    /** One value for each name, the last: what API Gateway's {@code $input.params().header} holds. */
    private static Map<String, String> headers(HttpExchange exchange) {
        Map<String, String> headers = new HashMap<>();
        for (Map.Entry<String, List<String>> header :
                exchange.getRequestHeaders().entrySet()) {
            List<String> values = header.getValue();
            headers.put(header.getKey(), values.get(values.size() - 1));
        }
        return headers;
    }

    /** Unique without a coordinator, in the form of API Gateway's extended request ids. */
    private String newRequestId() {
        byte[] bytes = new byte[15];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().encodeToString(bytes);
    }
}
