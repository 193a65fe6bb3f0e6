package dev.tidemark.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.tidemark.envelope.Envelope;
import dev.tidemark.envelope.EnvelopeCodec;
import dev.tidemark.envelope.SignatureStatus;
import dev.tidemark.envelope.SignatureVerifier;
import dev.tidemark.envelope.WebhookSignature;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The sender against a real HTTP server that answers as told, and against the gateway. */
@Timeout(60)
class WebhookSenderTest {

    private static final String KEY = "key";

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final List<String> signatures = new CopyOnWriteArrayList<>();
    /** Body to the status of its attempts; what is not named is accepted. */
    private final Map<String, Iterator<Integer>> answers = new ConcurrentHashMap<>();

    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger mostUnderWay = new AtomicInteger();
    private HttpServer server;
    private URI target;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                Iterator<Integer> script =
                        answers.getOrDefault(body, Set.<Integer>of().iterator());
                int status = script.hasNext() ? script.next() : 200;
                signatures.add(exchange.getRequestHeaders().getFirst(WebhookSignature.HEADER));
                if (status == 200) {
                    received.add(body);
                }
                underWay.decrementAndGet();
                exchange.sendResponseHeaders(status, -1);
            }
        });
        server.start();
        target = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/calendly-webhooks");
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void deliversEverythingAndTellsHowFarItCame() throws Exception {
        AtomicLong furthest = new AtomicLong();
        try (WebhookSender sender = sender().acknowledgedUpTo(index -> furthest.accumulateAndGet(index, Math::max))
                .build()) {
            assertThat(sender.send(bodies(300), 1_000)).isEqualTo(1_300);
            assertThat(furthest).hasValue(1_300);
            assertThat(sender.retried()).isZero();
        }
        assertThat(received).containsExactlyInAnyOrderElementsOf(expected(300));
    }

    @Test
    void triesAgainOnAnyAnswerButSuccess() throws Exception {
        answers.put("body 1", List.of(503, 500, 429, 404, 302).iterator());
        try (WebhookSender sender = sender().build()) {
            assertThat(sender.send(bodies(3), 0)).isEqualTo(3);
            assertThat(sender.retried()).isEqualTo(5);
        }
        assertThat(received).containsExactlyInAnyOrderElementsOf(expected(3));
    }

    @Test
    void triesAgainWhenNobodyAnswers() throws Exception {
        int port = server.getAddress().getPort();
        server.stop(0);
        try (WebhookSender sender = sender().build()) {
            CompletableFuture<Long> sent = CompletableFuture.supplyAsync(() -> sendUnchecked(sender, bodies(5)));
            await().until(() -> sender.retried() >= 5);
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            server.createContext("/", exchange -> {
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            server.start();
            assertThat(sent.get()).isEqualTo(5);
        }
    }

    @Test
    void signsEveryAttemptAfresh() throws Exception {
        answers.put("body 0", List.of(503, 503).iterator());
        AtomicLong seconds = new AtomicLong(1_767_225_600L);
        Clock ticking = new TickingClock(seconds);
        try (WebhookSender sender = sender().clock(ticking).build()) {
            sender.send(bodies(1), 0);
        }
        WebhookSignature signature = new WebhookSignature(KEY);
        byte[] body = "body 0".getBytes(StandardCharsets.UTF_8);
        assertThat(signatures)
                .containsExactly(
                        signature.sign(1_767_225_600L, body),
                        signature.sign(1_767_225_601L, body),
                        signature.sign(1_767_225_602L, body));
    }

    @Test
    void oneFailingDeliveryHoldsNoOtherBack() throws Exception {
        answers.put("body 0", Stream.generate(() -> 503).iterator());
        AtomicLong furthest = new AtomicLong(-1);
        try (WebhookSender sender = sender().acknowledgedUpTo(furthest::set).build()) {
            CompletableFuture<Long> sent = CompletableFuture.supplyAsync(() -> sendUnchecked(sender, bodies(200)));
            await().until(() -> received.size() == 199);
            assertThat(sent).isNotDone();
            assertThat(furthest).as("nothing to resume behind the gap").hasValue(-1);
            answers.remove("body 0");
            assertThat(sent.get()).isEqualTo(200);
        }
    }

    @Test
    void givesUpInTheEnd() {
        answers.put("body 1", Stream.generate(() -> 503).iterator());
        try (WebhookSender sender = sender().giveUpAfter(Duration.ofMillis(300)).build()) {
            assertThatThrownBy(() -> sender.send(bodies(3), 0))
                    .isInstanceOf(DeliveryFailedException.class)
                    .hasMessageContaining("delivery 1")
                    .hasMessageContaining("status 503");
        }
    }

    @Test
    void stopsBetweenDeliveriesAndCanGoOnFromThere() throws Exception {
        long next;
        try (WebhookSender sender = sender().perSecond(500).build()) {
            CompletableFuture<Long> sent = CompletableFuture.supplyAsync(() -> sendUnchecked(sender, bodies(100_000)));
            await().until(() -> received.size() >= 20);
            sender.stop();
            next = sent.get();
        }
        assertThat(next).isBetween(20L, 99_999L);
        assertThat(received).containsAll(expected((int) next));
        Iterator<byte[]> rest = bodies((int) next + 10);
        for (long i = 0; i < next; i++) {
            rest.next();
        }
        try (WebhookSender again = sender().build()) {
            assertThat(again.send(rest, next)).isEqualTo(next + 10);
        }
        assertThat(received).containsAll(expected((int) next + 10));
    }

    @Test
    void stopsWithoutWaitingForTheBackoff() throws Exception {
        answers.put("body 0", Stream.generate(() -> 503).iterator());
        try (WebhookSender sender = sender().backoff(Duration.ofHours(1), Duration.ofHours(1))
                .giveUpAfter(Duration.ofDays(1))
                .build()) {
            CompletableFuture<Long> sent = CompletableFuture.supplyAsync(() -> sendUnchecked(sender, bodies(1)));
            await().until(() -> sender.retried() == 1);
            sender.stop();
            assertThat(sent.get()).isZero();
        }
    }

    @Test
    void keepsToTheRate() throws Exception {
        try (WebhookSender sender = sender().perSecond(100).build()) {
            long started = System.nanoTime();
            sender.send(bodies(51), 0);
            // 50 intervals of 10 ms, less what may be made up for
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThan(Duration.ofMillis(450));
        }
    }

    @Test
    void keepsToTheConcurrency() throws Exception {
        try (WebhookSender sender = sender().concurrency(3).build()) {
            sender.send(bodies(200), 0);
        }
        assertThat(mostUnderWay.get()).isBetween(1, 3);
    }

    @Test
    void refusesARateThatIsNone() {
        assertThatThrownBy(() -> sender().perSecond(0).build()).hasMessageContaining("must be positive");
    }

    @Test
    void reachesKinesisThroughTheGatewayWithASignatureThatHolds() throws Exception {
        try (FakeKinesis kinesis = new FakeKinesis();
                LocalGateway gateway =
                        LocalGateway.builder(kinesis.endpoint(), "the-stream").start();
                WebhookSender sender = WebhookSender.builder(gateway.url(), KEY).build()) {
            kinesis.answerFirst(30, FakeKinesis.Answer.THROTTLE);
            assertThat(sender.send(bodies(100), 0)).isEqualTo(100);
            SignatureVerifier verifier = new SignatureVerifier(List.of(KEY), SignatureVerifier.DEFAULT_TOLERANCE);
            EnvelopeCodec codec = new EnvelopeCodec(LocalGateway.FEED);
            List<Envelope> envelopes = kinesis.records.stream()
                    .map(record -> codec.decode(record.data(), "p", 0))
                    .toList();
            assertThat(envelopes).allMatch(envelope -> verifier.verify(envelope).status() == SignatureStatus.VALID);
            assertThat(envelopes.stream().map(envelope -> new String(envelope.body(), StandardCharsets.UTF_8)))
                    .containsAll(expected(100));
        }
    }

    private WebhookSender.Builder sender() {
        return WebhookSender.builder(target, KEY).backoff(Duration.ofMillis(5), Duration.ofMillis(20));
    }

    private static long sendUnchecked(WebhookSender sender, Iterator<byte[]> bodies) {
        try {
            return sender.send(bodies, 0);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Iterator<byte[]> bodies(int count) {
        return expected(count).stream()
                .map(body -> body.getBytes(StandardCharsets.UTF_8))
                .iterator();
    }

    private static List<String> expected(int count) {
        return IntStream.range(0, count).mapToObj(i -> "body " + i).toList();
    }

    /** One second later at every look. */
    private static final class TickingClock extends Clock {
        private final AtomicLong seconds;

        private TickingClock(AtomicLong seconds) {
            this.seconds = seconds;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochSecond(seconds.getAndIncrement());
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
