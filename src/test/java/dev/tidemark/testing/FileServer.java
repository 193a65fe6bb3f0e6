package dev.tidemark.testing;

import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A web server on loopback that holds files in memory, with ETags, and can be told to answer otherwise. */
public final class FileServer implements AutoCloseable {
    /** Answers in place of the file. */
    @FunctionalInterface
    public interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    /** One request as it came: path, If-None-Match or null, and the status that it was answered. */
    public record Request(String method, String path, String query, String ifNoneMatch, int status) {}

    private record File(byte[] content, String etag) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(r -> {
        Thread t = new Thread(r, "file-server");
        t.setDaemon(true);
        return t;
    });
    private final Map<String, File> files = new ConcurrentSkipListMap<>();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final AtomicInteger inWork = new AtomicInteger();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    public FileServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** The address of a path, which begins with a slash. */
    public URI address(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    /** Puts a file; its ETag is a new one unless one is given. */
    public FileServer put(String path, String content, String etag) {
        return put(path, content.getBytes(StandardCharsets.UTF_8), etag);
    }

    public FileServer put(String path, byte[] content, String etag) {
        files.put(path, new File(content, etag));
        return this;
    }

    public void remove(String path) {
        files.remove(path);
    }

    /** Answers requests for a path otherwise; null goes back to the file. */
    public void answer(String path, Answer answer) {
        if (answer == null) {
            answers.remove(path);
        } else {
            answers.put(path, answer);
        }
    }

    /** A status without a body. */
    public static Answer status(int status) {
        return exchange -> exchange.sendResponseHeaders(status, -1);
    }

    /** Every request so far; waits for those whose answer the client may have read already. */
    public List<Request> requests() {
        await().atMost(Duration.ofMinutes(1)).until(() -> inWork.get() == 0);
        return List.copyOf(requests);
    }

    public long count(String path, int status) {
        return requests().stream()
                .filter(r -> r.path().equals(path) && r.status() == status)
                .count();
    }

    private void handle(HttpExchange exchange) throws IOException {
        inWork.incrementAndGet();
        String path = exchange.getRequestURI().getPath();
        try (exchange) {
            Answer answer = answers.get(path);
            if (answer != null) {
                answer.to(exchange);
            } else if (exchange.getRequestMethod().equals("PUT")) {
                byte[] body = exchange.getRequestBody().readAllBytes();
                put(path, body, "\"" + Integer.toHexString(Arrays.hashCode(body)) + "\"");
                exchange.sendResponseHeaders(200, -1);
            } else if (exchange.getRequestURI().getQuery() != null
                    && exchange.getRequestURI().getQuery().contains("list-type=2")) {
                list(exchange, path);
            } else {
                send(exchange, files.get(path));
            }
        } finally {
            requests.add(new Request(
                    exchange.getRequestMethod(),
                    path,
                    exchange.getRequestURI().getRawQuery(),
                    exchange.getRequestHeaders().getFirst("If-None-Match"),
                    exchange.getResponseCode()));
            inWork.decrementAndGet();
        }
    }

    private static void send(HttpExchange exchange, File file) throws IOException {
        if (file == null) {
            byte[] error = "<Error><Code>NoSuchKey</Code><Message>no such key</Message></Error>"
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/xml");
            exchange.sendResponseHeaders(404, error.length);
            exchange.getResponseBody().write(error);
            return;
        }
        Headers headers = exchange.getResponseHeaders();
        if (file.etag != null) {
            headers.set("ETag", file.etag);
            if (file.etag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
                exchange.sendResponseHeaders(304, -1);
                return;
            }
        }
        exchange.sendResponseHeaders(200, file.content.length == 0 ? -1 : file.content.length);
        if (file.content.length > 0) {
            exchange.getResponseBody().write(file.content);
        }
    }

    /** What S3's ListObjectsV2 answers, a page of two keys at a time, for path-style requests. */
    private void list(HttpExchange exchange, String bucketPath) throws IOException {
        Map<String, String> query = new ConcurrentHashMap<>();
        for (String pair : exchange.getRequestURI().getQuery().split("&")) {
            String[] parts = pair.split("=", 2);
            query.put(parts[0], parts.length > 1 ? parts[1] : "");
        }
        String bucket = bucketPath.endsWith("/") ? bucketPath : bucketPath + "/";
        String prefix = query.getOrDefault("prefix", "");
        List<String> keys = files.keySet().stream()
                .filter(p -> p.startsWith(bucket + prefix))
                .map(p -> p.substring(bucket.length()))
                .filter(k -> k.indexOf('/', prefix.length()) < 0)
                .filter(k -> k.compareTo(query.getOrDefault("continuation-token", "")) > 0)
                .toList();
        List<String> page = keys.subList(0, Math.min(2, keys.size()));
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\"?><ListBucketResult>");
        xml.append("<IsTruncated>").append(keys.size() > page.size()).append("</IsTruncated>");
        page.forEach(k -> xml.append("<Contents><Key>").append(k).append("</Key></Contents>"));
        if (keys.size() > page.size()) {
            xml.append("<NextContinuationToken>").append(page.get(1)).append("</NextContinuationToken>");
        }
        byte[] body = xml.append("</ListBucketResult>").toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
