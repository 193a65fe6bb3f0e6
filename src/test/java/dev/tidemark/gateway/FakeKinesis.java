package dev.tidemark.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.thirdparty.jackson.core.JsonGenerator;
import software.amazon.awssdk.thirdparty.jackson.core.JsonParser;
import software.amazon.awssdk.thirdparty.jackson.core.JsonToken;
import software.amazon.awssdk.thirdparty.jackson.dataformat.cbor.CBORFactory;

/** Speaks enough of Kinesis' CBOR protocol over HTTP for the SDK's PutRecord, and can be slow, throttled or broken. */
final class FakeKinesis implements AutoCloseable {

    enum Answer {
        ACCEPT(200, null),
        THROTTLE(400, "ProvisionedThroughputExceededException"),
        FAIL(500, "InternalFailure"),
        REFUSE(400, "ResourceNotFoundException"),
        HANG(0, null);

        private final int status;
        private final String error;

        Answer(int status, String error) {
            this.status = status;
            this.error = error;
        }
    }

    record Record(String stream, String partitionKey, byte[] data) {}

    private static final CBORFactory CBOR = new CBORFactory();

    final List<Record> records = new CopyOnWriteArrayList<>();
    final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Answer answer = Answer.ACCEPT;
    private volatile int firstCalls;
    private volatile CountDownLatch gate = new CountDownLatch(0);

    FakeKinesis() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** How every call from now on is answered. */
    void answerAll(Answer how) {
        answerFirst(Integer.MAX_VALUE, how);
    }

    /** How the next calls are answered; those after them are accepted. */
    void answerFirst(int count, Answer how) {
        calls.set(0);
        firstCalls = count;
        answer = how;
    }

    /** Keeps every call waiting until the latch is open. */
    void waitFor(CountDownLatch latch) {
        gate = latch;
    }

    /** How many calls are waiting. */
    int waiting() {
        return waiting.get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Record record = read(exchange.getRequestBody().readAllBytes());
            waiting.incrementAndGet();
            gate.await();
            waiting.decrementAndGet();
            Answer how = calls.incrementAndGet() <= firstCalls ? answer : Answer.ACCEPT;
            if (how == Answer.HANG) {
                closed.await();
                return;
            }
            if (how == Answer.ACCEPT) {
                records.add(record);
                send(exchange, 200, Map.of("ShardId", "shardId-000000000000", "SequenceNumber", "1"));
            } else {
                send(exchange, how.status, Map.of("__type", how.error, "message", "as asked for"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Record read(byte[] body) throws IOException {
        String stream = null;
        String key = null;
        byte[] data = null;
        try (JsonParser parser = CBOR.createParser(body)) {
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.getCurrentName();
                parser.nextToken();
                switch (name) {
                    case "StreamName" -> stream = parser.getText();
                    case "PartitionKey" -> key = parser.getText();
                    case "Data" -> data = parser.getBinaryValue();
                    default -> parser.skipChildren();
                }
            }
        }
        return new Record(stream, key, data);
    }

    private static void send(HttpExchange exchange, int status, Map<String, String> fields) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator cbor = CBOR.createGenerator(out)) {
            cbor.writeStartObject();
            for (Map.Entry<String, String> field : fields.entrySet()) {
                cbor.writeStringField(field.getKey(), field.getValue());
            }
            cbor.writeEndObject();
        }
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-cbor-1.1");
        exchange.sendResponseHeaders(status, out.size());
        exchange.getResponseBody().write(out.toByteArray());
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
