package dev.tidemark.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.envelope.Envelope;
import dev.tidemark.envelope.EnvelopeCodec;
import dev.tidemark.envelope.SignatureStatus;
import dev.tidemark.envelope.SignatureVerifier;
import dev.tidemark.envelope.WebhookSignature;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The gateway over HTTP, with the real SDK, against a Kinesis that answers as told. */
@Timeout(60)
class LocalGatewayTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] BODY = "{\"event\":\"invitee.created\"}".getBytes(StandardCharsets.UTF_8);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Queue<String> heard = new ConcurrentLinkedQueue<>();
    private FakeKinesis kinesis;
    private LocalGateway gateway;

    @BeforeEach
    void start() throws IOException {
        kinesis = new FakeKinesis();
        gateway = start(Duration.ofSeconds(10), Duration.ofSeconds(40));
    }

    private LocalGateway start(Duration attemptTimeout, Duration callTimeout) throws IOException {
        return LocalGateway.builder(kinesis.endpoint(), "the-stream")
                .kinesisTimeouts(attemptTimeout, callTimeout)
                .listener(new DeliveryListener() {
                    @Override
                    public void accepted(int bodyBytes, Duration latency) {
                        heard.add("accepted " + bodyBytes);
                    }

                    @Override
                    public void refused(int status, String reason) {
                        heard.add("refused " + status);
                    }
                })
                .start();
    }

    @AfterEach
    void stop() {
        gateway.close();
        kinesis.close();
    }

    @Test
    void putsADeliveryAndSaysSo() throws Exception {
        Instant before = Instant.ofEpochMilli(System.currentTimeMillis());
        String signature = new WebhookSignature("key").sign(before.getEpochSecond(), BODY);
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(gateway.url())
                        .header(WebhookSignature.HEADER, signature)
                        .POST(BodyPublishers.ofByteArray(BODY))
                        .build(),
                BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(200);
        Envelope envelope = onlyEnvelope();
        assertThat(JSON.readTree(response.body()).get("message").asText()).isEqualTo("accepted");
        assertThat(JSON.readTree(response.body()).get("id").asText()).isEqualTo(envelope.id());
        assertThat(kinesis.records.get(0).stream()).isEqualTo("the-stream");
        assertThat(envelope.body()).isEqualTo(BODY);
        assertThat(envelope.receivedAtMicros())
                .isBetween(before.toEpochMilli() * 1000, System.currentTimeMillis() * 1000);
        SignatureVerifier verifier = new SignatureVerifier(List.of("key"), SignatureVerifier.DEFAULT_TOLERANCE);
        assertThat(verifier.verify(envelope).status()).isEqualTo(SignatureStatus.VALID);
        await().untilAsserted(() -> assertThat(heard).containsExactly("accepted " + BODY.length));
    }

    @Test
    void acknowledgesOnlyAfterKinesisDid() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        kinesis.waitFor(gate);
        CompletableFuture<HttpResponse<String>> answer = http.sendAsync(post(gateway.url(), BODY), asText());
        await().until(() -> kinesis.waiting() == 1);
        // another answer comes meanwhile: this one is not just slow
        assertThat(get("/health").statusCode()).isEqualTo(200);
        assertThat(answer).isNotDone();
        assertThat(kinesis.records).isEmpty();
        gate.countDown();
        assertThat(answer.get().statusCode()).isEqualTo(200);
        assertThat(kinesis.records).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "\0", "{", "not json", "#set($x = 1)$x #include('pom.xml')", "\"'\\\n"})
    void acceptsOddBodies(String body) throws Exception {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        assertThat(send(bytes).statusCode()).isEqualTo(200);
        assertThat(onlyEnvelope().body()).isEqualTo(bytes);
    }

    @Test
    void acceptsABodyTooLargeForARecordMarkedAsCut() throws Exception {
        assertThat(send(new byte[10 * 1024 * 1024]).statusCode()).isEqualTo(200);
        assertThat(onlyEnvelope().defect()).isEqualTo(Envelope.BODY_TRUNCATED);
    }

    @Test
    void refusesWhatApiGatewayWouldNotTake() throws Exception {
        assertThat(send(new byte[10 * 1024 * 1024 + 1]).statusCode()).isEqualTo(413);
        assertThat(kinesis.calls).hasValue(0);
        await().untilAsserted(() -> assertThat(heard).containsExactly("refused 413"));
    }

    @ParameterizedTest
    @EnumSource(
            value = FakeKinesis.Answer.class,
            names = {"THROTTLE", "FAIL"})
    void triesAgainBeforeItGivesUp(FakeKinesis.Answer trouble) throws Exception {
        kinesis.answerFirst(2, trouble);
        assertThat(send(BODY).statusCode()).isEqualTo(200);
        assertThat(kinesis.calls).hasValue(3);
        assertThat(kinesis.records).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = FakeKinesis.Answer.class,
            names = {"THROTTLE", "FAIL", "REFUSE"})
    void asksTheSenderToTryAgainWhenKinesisDoesNotTakeIt(FakeKinesis.Answer trouble) throws Exception {
        kinesis.answerAll(trouble);
        assertThat(send(BODY).statusCode()).isEqualTo(503);
        assertThat(kinesis.calls).hasValue(trouble == FakeKinesis.Answer.REFUSE ? 1 : 4);
        assertThat(kinesis.records).isEmpty();
        await().untilAsserted(() -> assertThat(heard).containsExactly("refused 503"));

        kinesis.answerAll(FakeKinesis.Answer.ACCEPT);
        assertThat(send(BODY).statusCode()).isEqualTo(200);
    }

    @Test
    void asksTheSenderToTryAgainWhenKinesisDoesNotAnswer() throws Exception {
        kinesis.answerAll(FakeKinesis.Answer.HANG);
        try (LocalGateway impatient = start(Duration.ofMillis(200), Duration.ofSeconds(2))) {
            assertThat(http.send(post(impatient.url(), BODY), asText()).statusCode())
                    .isEqualTo(503);
        }
        assertThat(kinesis.records).isEmpty();
    }

    @Test
    void asksTheSenderToTryAgainWhenKinesisIsGone() throws Exception {
        kinesis.close();
        assertThat(send(BODY).statusCode()).isEqualTo(503);
    }

    @Test
    void takesManyDeliveriesAtOnce() {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            byte[] body = ("body " + i).getBytes(StandardCharsets.UTF_8);
            answers.add(http.sendAsync(post(gateway.url(), body), asText()));
        }
        Set<Integer> statuses =
                answers.stream().map(answer -> answer.join().statusCode()).collect(Collectors.toSet());
        assertThat(statuses).containsExactly(200);
        assertThat(kinesis.records.stream()
                        .map(LocalGatewayTest::decode)
                        .map(e -> new String(e.body(), StandardCharsets.UTF_8)))
                .hasSize(500)
                .doesNotHaveDuplicates();
        assertThat(kinesis.records.stream().map(LocalGatewayTest::decode).map(Envelope::id))
                .doesNotHaveDuplicates();
    }

    @Test
    void tellsWrongAddressesAndMethodsFromHealth() throws Exception {
        assertThat(get("/health").statusCode()).isEqualTo(200);
        assertThat(get("/elsewhere").statusCode()).isEqualTo(404);
        assertThat(get("/calendly-webhooks/x").statusCode()).isEqualTo(404);
        HttpResponse<String> wrongMethod = get("/calendly-webhooks");
        assertThat(wrongMethod.statusCode()).isEqualTo(405);
        assertThat(wrongMethod.headers().firstValue("Allow")).contains("POST");
        assertThat(kinesis.calls).hasValue(0);
    }

    @Test
    void answersWhatIsUnderWayBeforeItCloses() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        kinesis.waitFor(gate);
        LocalGateway closing =
                LocalGateway.builder(kinesis.endpoint(), "the-stream").start();
        URI url = closing.url();
        CompletableFuture<HttpResponse<String>> answer = http.sendAsync(post(url, BODY), asText());
        await().until(() -> kinesis.waiting() == 1);
        CompletableFuture<Void> closed = CompletableFuture.runAsync(closing::close);
        gate.countDown();
        assertThat(answer.get().statusCode()).isEqualTo(200);
        closed.get();
        assertThatThrownBy(() -> http.send(post(url, BODY), asText())).isInstanceOf(ConnectException.class);
    }

    @Test
    void listensOnLoopbackOnly() {
        assertThat(gateway.url().getHost()).isEqualTo("127.0.0.1");
    }

    private HttpResponse<String> send(byte[] body) throws Exception {
        return http.send(post(gateway.url(), body), asText());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(gateway.url().resolve(path)).GET().build(), asText());
    }

    private static HttpRequest post(URI url, byte[] body) {
        return HttpRequest.newBuilder(url)
                .POST(BodyPublishers.ofByteArray(body))
                .build();
    }

    private static HttpResponse.BodyHandler<String> asText() {
        return BodyHandlers.ofString();
    }

    private Envelope onlyEnvelope() {
        assertThat(kinesis.records).hasSize(1);
        return decode(kinesis.records.get(0));
    }

    private static Envelope decode(FakeKinesis.Record record) {
        return new EnvelopeCodec("calendly-webhooks").decode(record.data(), "shard-0:1", 0);
    }
}
