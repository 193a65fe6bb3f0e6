package dev.tidemark.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before a store, or a Kinesis, on loopback and passes requests on, but for those that meet a fault. */
public final class FaultyStore implements AutoCloseable {

    /** What can happen to a request. */
    public enum Fault {
        NONE,
        /** Answered with 503, not passed on. */
        BUSY,
        /** Cut before it is passed on. */
        CUT,
        /** Passed on and carried out; its answer is lost. */
        ANSWER_LOST,
        /** Passed on; half of the answer's body comes, then the connection is cut. */
        ANSWER_CUT,
        /** Passed on; then silence for longer than anyone waits. */
        SILENCE,
        /** Answered with 500, not passed on. */
        BROKEN,
        /** Passed on, but answered late. */
        SLOW,
        /** Answered as Kinesis does when a shard is read too often, not passed on. */
        THROTTLED,
        /** Answered as Kinesis does when an iterator is older than five minutes, not passed on. */
        EXPIRED_ITERATOR;

        /** What can happen to a request to S3. */
        public static Set<Fault> ofS3() {
            return EnumSet.complementOf(EnumSet.of(THROTTLED, EXPIRED_ITERATOR));
        }
    }

    /** Decides what happens to a request. May be asked by several threads at once. */
    @FunctionalInterface
    public interface Plan {
        /** @param what the path and query; of a request to Kinesis, the operation */
        Fault of(String method, String what);
    }

    /** What the client and the server say to each other about the connection, not about the object. */
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("connection", "content-length", "host", "transfer-encoding", "expect", "upgrade", "date", ":status");

    private static final long SLOW_MILLIS = 200;

    private final URI store;
    private final HttpServer server;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final ExecutorService threads = Executors.newCachedThreadPool(r -> {
        Thread t = new Thread(r, "faulty-store");
        t.setDaemon(true);
        return t;
    });
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Map<Fault, AtomicInteger> counts = new ConcurrentHashMap<>();
    private volatile Plan plan = (method, path) -> Fault.NONE;

    public FaultyStore(URI store) {
        this.store = store;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public FaultyStore plan(Plan next) {
        plan = next;
        return this;
    }

    /** How many requests met a fault so far. */
    public int count(Fault fault) {
        AtomicInteger n = counts.get(fault);
        return n == null ? 0 : n.get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        String what = target == null ? exchange.getRequestURI().toString() : target.substring(target.indexOf('.') + 1);
        Fault fault = plan.of(exchange.getRequestMethod(), what);
        counts.computeIfAbsent(fault, f -> new AtomicInteger()).incrementAndGet();
        byte[] body = exchange.getRequestBody().readAllBytes();
        switch (fault) {
            case BUSY -> refuse(exchange, 503, "ServiceUnavailable");
            case BROKEN -> refuse(exchange, 500, "InternalFailure");
            case THROTTLED -> refuse(exchange, 400, "ProvisionedThroughputExceededException");
            case EXPIRED_ITERATOR -> refuse(exchange, 400, "ExpiredIteratorException");
            case SLOW -> {
                HttpResponse<byte[]> response = forward(exchange, body);
                pause();
                answer(exchange, response, false);
            }
            // closed without an answer: the client sees its connection end
            case CUT -> exchange.close();
            case ANSWER_LOST -> {
                forward(exchange, body);
                exchange.close();
            }
            case SILENCE -> {
                forward(exchange, body);
                await();
                exchange.close();
            }
            case NONE, ANSWER_CUT -> answer(exchange, forward(exchange, body), fault == Fault.ANSWER_CUT);
        }
    }

    private static void refuse(HttpExchange exchange, int status, String error) throws IOException {
        exchange.getResponseHeaders().set("x-amzn-ErrorType", error);
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private HttpResponse<byte[]> forward(HttpExchange exchange, byte[] body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(store + exchange.getRequestURI().toString()))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(v -> request.header(name, v));
            }
        });
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the test is over", e);
        }
    }

    private static void answer(HttpExchange exchange, HttpResponse<byte[]> response, boolean cut) throws IOException {
        response.headers().map().forEach((name, values) -> {
            if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                exchange.getResponseHeaders().put(name, List.copyOf(values));
            }
        });
        byte[] body = response.body();
        if (exchange.getRequestMethod().equals("HEAD")) {
            response.headers().firstValue("content-length").ifPresent(n -> exchange.getResponseHeaders()
                    .set("Content-Length", n));
        }
        exchange.sendResponseHeaders(response.statusCode(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body, 0, cut ? body.length / 2 : body.length);
            exchange.getResponseBody().flush();
        }
        exchange.close();
    }

    private void await() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pause() {
        try {
            closed.await(SLOW_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
