package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidemark.config.TidemarkConfig;
import dev.tidemark.contract.ReportingTime;
import dev.tidemark.domain.bookings.WebhookSecrets;
import dev.tidemark.domain.bookings.decode.PersonKeys;
import dev.tidemark.domain.bookings.decode.WebhookClock;
import dev.tidemark.generate.GeneratorOptions;
import dev.tidemark.ingest.control.ControlFolder;
import dev.tidemark.testing.FileServer;
import dev.tidemark.testing.GeneratedFolder;
import dev.tidemark.testing.LakeReading;
import dev.tidemark.topology.Feeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Spend over HTTP that is revised in place days later, through the real graph, and a restart from the savepoint. */
@Timeout(600)
class RestatedSpendITCase {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int PARALLELISM = 2;
    private static final String DAILY = "gold_daily_cpb_by_channel";
    /** Tables that no spend goes into. */
    private static final List<String> BOOKINGS_ALONE = List.of(
            "bronze_calendly_webhooks",
            "bronze_event_types",
            "silver_fact_events",
            "silver_booking_ledger",
            "silver_event_type_dim",
            "gold_daily_bookings_by_channel",
            "gold_hourly_bookings_by_channel",
            "gold_booking_time_analysis");

    @TempDir
    private Path temp;

    private final FileServer server = new FileServer();
    private GeneratedFolder input;
    private LakeReading lake;

    @BeforeEach
    void serveSpend() throws IOException {
        input = GeneratedFolder.write(
                temp.resolve("in"),
                GeneratorOptions.builder().bookings(200).days(6).seed(7).build());
        lake = new LakeReading(temp.resolve("lake"));
        Path index = input.path().resolve("ad-spend/file_index.json");
        server.put("/spend/file_index.json", Files.readAllBytes(index), null);
        for (Path file : spendFiles()) {
            server.put("/spend/" + file.getFileName(), Files.readAllBytes(file), "\"" + file.getFileName() + " 1\"");
        }
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void movesExactlyTheDaysConcernedAndARestartReadsNothingTwice() throws Exception {
        Path newest = spendFiles().get(spendFiles().size() - 1);
        LocalDate asOf = LocalDate.parse(newest.getFileName().toString().replaceAll(".*_|\\.json", ""));
        LocalDate restated = asOf.minusDays(3);
        String key = restated + " youtube";
        Map<String, List<String>> after;

        try (LakeFolder folder = LakeFolder.openForWriting(temp.resolve("lake"))) {
            LocalJob job = start(folder);
            job.awaitEndOfReplay(PARALLELISM + 1);
            await().atMost(PATIENCE).untilAsserted(() -> input.assertGold(lake));
            Map<String, Map<String, String>> before = daily();
            Map<String, List<String>> bookingsBefore = everythingOf(BOOKINGS_ALONE);
            int revisionsBefore = lake.rows("silver_fact_marketing").size();
            assertThat(before.get(key)).doesNotContainEntry("total_spend", "4321.09");

            String row = "{\"date\":\"" + restated + "\",\"channel\":\"youtube_paid_ads\",\"spend\":4321.09}";
            server.put(
                    "/spend/" + newest.getFileName(),
                    Files.readString(newest).replaceFirst("\\[", "[" + row + ","),
                    "\"" + newest.getFileName() + " 2\"");
            fetch();
            await().atMost(PATIENCE)
                    .until(() -> "4321.09".equals(daily().get(key).get("total_spend")));

            // updated_at included: no other row was so much as written again
            Map<String, Map<String, String>> now = daily();
            assertThat(now.keySet()).isEqualTo(before.keySet());
            assertThat(now.keySet().stream().filter(k -> !now.get(k).equals(before.get(k))))
                    .containsExactly(key);
            assertThat(now.get(key)).containsEntry("spend_as_of", asOf.toString());
            assertThat(everythingOf(BOOKINGS_ALONE)).isEqualTo(bookingsBefore);
            assertThat(lake.rows("silver_fact_marketing")).hasSize(revisionsBefore + 1);
            job.stop();
            after = lake.everything();
        }

        long loaded = loaded();
        assertThat(loaded).isEqualTo(spendFiles().size() + 1);
        try (LakeFolder folder = LakeFolder.openForWriting(temp.resolve("lake"))) {
            LocalJob job = start(folder);
            fetch();
            job.stop();
        }
        assertThat(loaded()).as("files loaded again after the restart").isEqualTo(loaded);
        assertThat(server.count("/spend/" + newest.getFileName(), 304)).isPositive();
        assertThat(everythingOf(LakeReading.tables())).isEqualTo(after);
    }

    /** Webhooks and mapping of the folder, spend from the server. */
    private LocalJob start(LakeFolder folder) throws Exception {
        TidemarkConfig config = TidemarkConfig.parse(Map.of(
                "lake.location", folder.root().toString(),
                "spend.location", server.address("/spend").toString(),
                "spend.schedule", "every 1 d",
                "webhooks.stream-arn", "arn:aws:kinesis:us-east-1:000000000000:stream/none",
                "webhooks.kinesis-endpoint", "http://127.0.0.1:1"));
        byte[] pepper = folder.pepper();
        Feeds replay = Feeds.replay(
                input.path(),
                config,
                new WebhookClock(new PersonKeys(pepper), new ReportingTime(config.zone())),
                null,
                folder.newestState().isEmpty());
        Feeds feeds = new Feeds(
                replay.webhooks(),
                replay.webhookWatermarks(),
                replay.history(),
                Feeds.live(config, null).spend(),
                replay.eventTypes(),
                replay.initialMapping());
        Configuration flink = FlinkSettings.load();
        flink.set(CoreOptions.DEFAULT_PARALLELISM, PARALLELISM);
        return LocalJob.start(folder, flink, feeds, config, new WebhookSecrets(List.of("unused-key"), pepper));
    }

    /** Asks for a fetch and waits for it to end. */
    private void fetch() throws IOException {
        try (ControlFolder control = new ControlFolder(temp.resolve("lake").toString())) {
            ControlFolder.Answer expected = new ControlFolder.Answer(control.request("ad-spend"), null);
            await().atMost(PATIENCE).until(() -> control.answered("ad-spend")
                    .filter(expected::equals)
                    .isPresent());
        }
    }

    private List<Path> spendFiles() throws IOException {
        try (Stream<Path> files = Files.list(input.path().resolve("ad-spend"))) {
            return files.filter(f -> !f.endsWith("file_index.json")).sorted().toList();
        }
    }

    private long loaded() {
        return server.requests().stream()
                .filter(r -> r.status() == 200 && !r.path().endsWith("file_index.json"))
                .count();
    }

    private Map<String, Map<String, String>> daily() throws IOException {
        Map<String, Map<String, String>> rows = new TreeMap<>();
        lake.rows(DAILY).forEach(r -> rows.put(r.get("booking_date") + " " + r.get("channel"), r));
        return rows;
    }

    private Map<String, List<String>> everythingOf(List<String> tables) throws IOException {
        Map<String, List<String>> all = lake.everything();
        all.keySet().retainAll(tables);
        return all;
    }
}
