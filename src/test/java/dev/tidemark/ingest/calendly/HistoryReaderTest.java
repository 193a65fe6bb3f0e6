package dev.tidemark.ingest.calendly;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.envelope.Envelope;
import dev.tidemark.ingest.calendly.HistorySettings.Patience;
import dev.tidemark.ingest.calendly.StandInApi.Trouble;
import dev.tidemark.ingest.control.ControlFolder;
import dev.tidemark.ingest.control.FetchStatus;
import dev.tidemark.ingest.control.Schedule;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.connector.testutils.source.reader.TestingReaderContext;
import org.apache.flink.connector.testutils.source.reader.TestingReaderOutput;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The source against a stand-in of the API over HTTP. */
@Timeout(120)
class HistoryReaderTest {
    private static final String FEED = "calendly-history";
    /** A meeting that stays in the look-back for as long as the test runs. */
    private static final Instant RECENT = Instant.now().minus(Duration.ofDays(3));

    @TempDir
    private Path lake;

    private StandInApi api;
    private ControlFolder control;
    private final TestingReaderOutput<Envelope> output = new TestingReaderOutput<>();
    private SourceReader<Envelope, HistorySplit> reader;

    @BeforeEach
    void open() throws IOException {
        api = new StandInApi();
        control = new ControlFolder(lake.toString());
    }

    @AfterEach
    void close() throws Exception {
        if (reader != null) {
            reader.close();
        }
        api.close();
    }

    @Test
    void theFirstSweepReadsEverythingAndNothingInItIsLate() throws Exception {
        api.put(StandInApi.event("old", "2021-05-01T10:00:00Z"), List.of(StandInApi.invitee("old")));
        api.put(StandInApi.event("soon", "2090-01-01T10:00:00Z"), List.of(StandInApi.invitee("soon")));

        start(HistorySplit.nothingRead());
        awaitSweep(1);

        assertThat(output.getEmittedRecords()).hasSize(2).allSatisfy(e -> {
            assertThat(e.feed()).isEqualTo(FEED);
            assertThat(e.origin()).isEqualTo(Envelope.Origin.PULLED);
            assertThat(e.clockMicros()).isEqualTo(Long.MIN_VALUE);
        });
        assertThat(api.violations()).isEmpty();
        FetchStatus status = control.status(FEED).orElseThrow();
        assertThat(status.done()).isEqualTo(2);
        assertThat(status.total()).isEqualTo(2);
        assertThat(status.nextAt()).isNotNull();
    }

    @Test
    void aSecondSweepEmitsOnlyWhatChangedAndCarriesTheTimeOfItsFetch() throws Exception {
        api.put(StandInApi.event("a", RECENT.toString()), List.of(StandInApi.invitee("a")));
        api.put(StandInApi.event("b", RECENT.toString()), List.of(StandInApi.invitee("b")));
        start(HistorySplit.nothingRead());
        awaitSweep(1);
        output.clearEmittedRecords();

        control.request(FEED);
        awaitSweep(2);
        assertThat(output.getEmittedRecords()).isEmpty();

        ObjectNode elsewhere = StandInApi.event("b", RECENT.toString());
        elsewhere.with("location").put("location", "Room 2");
        api.put(elsewhere, List.of(StandInApi.invitee("b")));
        control.request(FEED);
        awaitSweep(3);

        assertThat(output.getEmittedRecords()).singleElement().satisfies(e -> {
            assertThat(e.id()).startsWith("history:b:invitee.created:");
            assertThat(new String(e.body(), UTF_8)).contains("Room 2");
            assertThat(e.clockMicros()).isEqualTo(e.receivedAtMicros());
        });
    }

    @Test
    void whatLeavesTheLookBackIsForgotten() throws Exception {
        api.put(StandInApi.event("old", "2021-05-01T10:00:00Z"), List.of(StandInApi.invitee("old")));
        api.put(StandInApi.event("new", RECENT.toString()), List.of(StandInApi.invitee("new")));
        start(HistorySplit.nothingRead());
        awaitSweep(1);

        assertThat(reader.snapshotState(1).get(0).seen()).containsOnlyKeys("new");
    }

    @Test
    void aKillInTheMiddleOfASweepLosesAndDoublesNothing() throws Exception {
        Instant start = Instant.parse("2024-01-01T00:00:00Z");
        for (int i = 0; i < 350; i++) {
            // some start together
            String at = start.plus(Duration.ofHours(i / 3)).toString();
            api.put(StandInApi.event("m" + i, at), List.of(StandInApi.invitee("m" + i)));
        }
        start(HistorySplit.nothingRead());
        pollUntilEmitted(151);
        HistorySplit checkpoint = restored(reader.snapshotState(1).get(0));
        int kept = output.getEmittedRecords().size();
        pollUntilEmitted(kept + 20);
        reader.close();
        List<String> before = ids(output.getEmittedRecords()).subList(0, kept);
        output.clearEmittedRecords();

        start(checkpoint);
        awaitSweep(1);

        List<String> all = new ArrayList<>(before);
        all.addAll(ids(output.getEmittedRecords()));
        assertThat(all).doesNotHaveDuplicates().hasSize(350);
        assertThat(control.status(FEED).orElseThrow().done()).isEqualTo(350);
    }

    @Test
    void anExpiredLinkBeginsTheListingAnewWithoutDoubles() throws Exception {
        for (int i = 0; i < 250; i++) {
            String at = RECENT.plusSeconds(i / 5).toString();
            api.put(StandInApi.event("m" + i, at), List.of(StandInApi.invitee("m" + i)));
        }
        api.expireLinks(2);

        start(HistorySplit.nothingRead());
        awaitSweep(1);

        assertThat(api.expired()).isEqualTo(2);
        assertThat(ids(output.getEmittedRecords())).doesNotHaveDuplicates().hasSize(250);
        // nobody's invitees were asked for twice
        assertThat(api.requests("/invitees")).isEqualTo(250);
    }

    @Test
    void allInviteesOfALargeEventAreReadThoughALinkExpires() throws Exception {
        List<ObjectNode> invitees = new ArrayList<>();
        for (int i = 0; i < 230; i++) {
            invitees.add(StandInApi.invitee("i" + i));
        }
        api.put(StandInApi.event("group", RECENT.toString()), invitees);
        api.expireLinks(1);

        start(HistorySplit.nothingRead());
        awaitSweep(1);

        assertThat(ids(output.getEmittedRecords())).doesNotHaveDuplicates().hasSize(230);
    }

    @ParameterizedTest
    @EnumSource(
            value = Trouble.class,
            names = {"TOO_MANY", "SERVER_ERROR", "SLOW_BODY", "CUT", "NO_JSON"})
    void troubleThatPassesIsOvercome(Trouble trouble) throws Exception {
        for (int i = 0; i < 5; i++) {
            String at = RECENT.plusSeconds(i).toString();
            api.put(StandInApi.event("m" + i, at), List.of(StandInApi.invitee("m" + i)));
        }
        api.trouble(1, trouble).trouble(5, trouble).trouble(6, trouble);

        start(HistorySplit.nothingRead());
        awaitSweep(1);

        assertThat(ids(output.getEmittedRecords())).doesNotHaveDuplicates().hasSize(5);
        assertThat(api.violations()).isEmpty();
    }

    @Test
    void aRefusedTokenStopsTheFeedWithWhatToDoAndARequestTriesAgain() throws Exception {
        api.put(StandInApi.event("a", RECENT.toString()), List.of(StandInApi.invitee("a")));
        api.trouble("/users/me", Trouble.UNAUTHORIZED);
        start(HistorySplit.nothingRead());
        FetchStatus status = awaitFailure("401");
        assertThat(status.message()).contains("TIDEMARK_CALENDLY_TOKEN").contains("secrets.calendly-token-arn");
        assertThat(status.message()).doesNotContain(StandInApi.TOKEN);
        assertThat(status.nextAt()).isNotNull();
        assertThat(api.requests("")).isEqualTo(1);

        api.trouble("/users/me", null).trouble("/scheduled_events", Trouble.FORBIDDEN);
        control.request(FEED);
        assertThat(awaitFailure("403").message()).contains("scheduled_events:read");

        api.trouble("/scheduled_events", null);
        control.request(FEED);
        awaitSweep(1);
        assertThat(output.getEmittedRecords()).hasSize(1);
    }

    @Test
    void theTokenIsNotSentElsewhere() throws Exception {
        try (StandInApi elsewhere = new StandInApi()) {
            for (int i = 0; i < 120; i++) {
                api.put(StandInApi.event("m" + i, RECENT.toString()), List.of());
            }
            api.linkTo(elsewhere.url().toString());

            start(HistorySplit.nothingRead());

            assertThat(awaitFailure("another place").message()).contains("history.base-url");
            assertThat(elsewhere.requests()).isEmpty();
        }
    }

    @Test
    void anApiThatIsDownFailsTheSweepAndItIsTriedAgain() throws Exception {
        api.trouble("/users/me", Trouble.SERVER_ERROR);

        start(HistorySplit.nothingRead());

        assertThat(awaitFailure("503").message()).contains("4 times").contains("tried again soon");
        assertThat(api.requests("/users/me")).isEqualTo(4);
    }

    @Test
    void theSecretIsNowhereToBeSeen() throws Exception {
        assertThat(settings(api.url()).toString()).doesNotContain(StandInApi.TOKEN);
        start(HistorySplit.nothingRead());
        awaitSweep(1);
        byte[] state =
                new HistorySplit.Serializer().serialize(reader.snapshotState(1).get(0));
        assertThat(new String(state, UTF_8)).doesNotContain(StandInApi.TOKEN);
        try (Stream<Path> files = Files.walk(lake)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file)).doesNotContain(StandInApi.TOKEN);
            }
        }
    }

    @Test
    void aFeedThatIsOffKeepsWhatItKnew() throws Exception {
        HistorySplit known = new HistorySplit(3, true, null, Map.of("a", new Seen(1, 2, 3)));
        TestingReaderContext context = new TestingReaderContext();
        reader = CalendlyHistory.off(FEED).createReader(context);
        reader.addSplits(List.of(known));
        reader.pollNext(output);

        assertThat(reader.snapshotState(1)).containsExactly(known);
        assertThat(output.getEmittedRecords()).isEmpty();
    }

    private void start(HistorySplit split) throws Exception {
        reader = CalendlyHistory.of(FEED, settings(api.url()), control).createReader(new TestingReaderContext());
        reader.start();
        reader.addSplits(List.of(split));
    }

    private static HistorySettings settings(URI url) {
        return new HistorySettings(
                url,
                new CalendlyToken(StandInApi.TOKEN),
                Instant.parse("2021-01-01T00:00:00Z"),
                Duration.ofDays(30),
                Schedule.every(Duration.ofHours(4)),
                100_000,
                new Patience(
                        Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofMillis(5), Duration.ofMillis(20), 4));
    }

    private static HistorySplit restored(HistorySplit split) throws IOException {
        HistorySplit.Serializer serializer = new HistorySplit.Serializer();
        return serializer.deserialize(serializer.getVersion(), serializer.serialize(split));
    }

    private void pollUntilEmitted(int records) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(2))
                .until(() -> {
                    if (output.getEmittedRecords().size() < records) {
                        reader.pollNext(output);
                    }
                    return output.getEmittedRecords().size() >= records;
                });
    }

    private void awaitSweep(int number) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    reader.pollNext(output);
                    return control.status(FEED)
                            .filter(s -> s.state().equals(FetchStatus.DONE))
                            .filter(s -> s.message().startsWith("sweep " + number + ":"))
                            .isPresent();
                });
    }

    private FetchStatus awaitFailure(String message) {
        return await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(5))
                .until(
                        () -> {
                            reader.pollNext(output);
                            return control.status(FEED).orElse(null);
                        },
                        s -> s != null
                                && s.state().equals(FetchStatus.FAILED)
                                && s.message().contains(message));
    }

    private static List<String> ids(List<Envelope> envelopes) {
        return envelopes.stream().map(Envelope::id).toList();
    }
}
