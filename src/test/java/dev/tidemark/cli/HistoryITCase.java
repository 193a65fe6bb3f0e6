package dev.tidemark.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.config.TidemarkConfig;
import dev.tidemark.contract.ReportingTime;
import dev.tidemark.domain.bookings.WebhookSecrets;
import dev.tidemark.domain.bookings.decode.PersonKeys;
import dev.tidemark.domain.bookings.decode.WebhookClock;
import dev.tidemark.generate.GeneratorOptions;
import dev.tidemark.ingest.calendly.CalendlyHistory;
import dev.tidemark.ingest.calendly.CalendlyToken;
import dev.tidemark.ingest.calendly.HistorySettings;
import dev.tidemark.ingest.calendly.RestHistory;
import dev.tidemark.ingest.calendly.StandInApi;
import dev.tidemark.ingest.calendly.StandInApi.Trouble;
import dev.tidemark.ingest.control.ControlFolder;
import dev.tidemark.ingest.control.FetchStatus;
import dev.tidemark.ingest.control.Schedule;
import dev.tidemark.testing.GeneratedFolder;
import dev.tidemark.testing.LakeReading;
import dev.tidemark.testing.Said;
import dev.tidemark.topology.Feeds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The REST history through the real graph: the same Gold as the webhooks of the same bookings, alone and beside them. */
@Timeout(600)
class HistoryITCase {
    private static final int PARALLELISM = 2;
    private static final String DAILY = "gold_daily_bookings_by_channel";
    private static final byte[] PEPPER = "a pepper for the tests".getBytes(UTF_8);
    private static final Instant START = Instant.parse("2024-03-01T00:00:00Z");

    @TempDir
    private Path temp;

    @Test
    void fiveThousandEventsThroughEveryTroubleGiveTheGoldOfTheirWebhooks() throws Exception {
        GeneratorOptions traffic = traffic(5_000);
        GeneratedFolder input = GeneratedFolder.write(temp.resolve("in"), traffic);
        Files.move(input.webhooks(), temp.resolve("aside"));
        try (StandInApi api = new StandInApi().limit(30_000).expireLinks(3)) {
            RestHistory.fill(api, traffic);
            assertThat(api.size()).isGreaterThanOrEqualTo(4_500);
            for (int request = 100; request < api.size(); request += 500) {
                api.trouble(request, Trouble.SERVER_ERROR)
                        .trouble(request + 100, Trouble.CUT)
                        .trouble(request + 101, Trouble.NO_JSON);
            }
            api.trouble(700, Trouble.TOO_MANY).trouble(1_500, Trouble.TOO_MANY).trouble(1_501, Trouble.SLOW_BODY);

            LakeReading lake = run(input, api, "60 d", (job, control) -> awaitSweep(1, job, control));

            assertThat(api.violations()).isEmpty();
            assertThat(api.expired()).isEqualTo(3);
            input.assertGold(lake);
            assertVerified();
            List<Map<String, String>> bronze = lake.rows("bronze_calendly_webhooks");
            assertThat(bronze).allMatch(r -> r.get("feed").equals(Feeds.HISTORY));
            assertThat(bronze).extracting(r -> r.get("delivery_id")).doesNotHaveDuplicates();
            assertThat(lake.counts("quarantine", "reason", "feed", Feeds.HISTORY))
                    .isEmpty();
            assertThat(lake.rows("silver_fact_events")).hasSameSizeAs(bronze);
        }
    }

    @Test
    void besideTheWebhooksNothingCountsTwiceAndAChangedHostReachesTheBooking() throws Exception {
        GeneratorOptions traffic = traffic(800);
        GeneratedFolder input = GeneratedFolder.write(temp.resolve("in"), traffic);
        String changed = "2024-01-01-changed";
        try (StandInApi api = new StandInApi()) {
            RestHistory.fill(api, traffic);
            LakeReading first = run(input, api, "60 d", (job, control) -> awaitSweep(1, job, control));
            input.assertGold(first);
            assertVerified();
            int ledger = first.rows("silver_booking_ledger").size();
            List<Map<String, String>> daily = first.rows(DAILY, "updated_at", "is_final");
            int silver = first.rows("silver_fact_events").size();

            ObjectNode event = api.anEvent(e -> e.get("status").asText().equals("active"));
            ((ObjectNode) event.get("event_memberships").get(0))
                    .put("user", "https://api.calendly.com/users/" + changed);
            event.put("updated_at", Instant.now().toString());
            api.change(event);
            // a change of a booking of the past is not late, whenever the test runs
            LakeReading second = run(input, api, "36500 d", (job, control) -> awaitSweep(2, job, control));

            LakeReading.assertSameRows(DAILY, second.rows(DAILY, "updated_at", "is_final"), daily);
            List<Map<String, String>> updates = second.rows("silver_booking_ledger").stream()
                    .filter(r -> r.get("hosts").contains(changed))
                    .toList();
            assertThat(updates).isNotEmpty().allMatch(r -> r.get("change").equals("updated"));
            assertThat(second.rows("silver_booking_ledger")).hasSize(ledger + updates.size());
            assertThat(second.rows("silver_fact_events")).hasSize(silver);
        }
    }

    private void assertVerified() {
        Said verified = Said.by(() -> Main.run("verify", "--lake=" + temp.resolve("lake")));
        assertThat(verified.status()).as(verified.text()).isZero();
    }

    private interface Live {
        void watch(LocalJob job, ControlFolder control) throws Exception;
    }

    private LakeReading run(GeneratedFolder input, StandInApi api, String lateness, Live live) throws Exception {
        try (LakeFolder lake = LakeFolder.openForWriting(temp.resolve("lake"))) {
            TidemarkConfig config = TidemarkConfig.parse(
                    Map.of("lake.location", lake.root().toString(), "window.allowed-lateness", lateness));
            ControlFolder control = new ControlFolder(lake.root().toString());
            Feeds feeds = Feeds.replay(
                            input.path(),
                            config,
                            new WebhookClock(new PersonKeys(PEPPER), new ReportingTime(config.zone())),
                            ReportingTime.micros(
                                    Instant.parse(input.counts().get("as_of").asText())),
                            lake.newestState().isEmpty())
                    .withHistory(CalendlyHistory.of(Feeds.HISTORY, settings(api), control));
            Configuration flink = FlinkSettings.load();
            flink.set(CoreOptions.DEFAULT_PARALLELISM, PARALLELISM);
            FlinkSettings.replay(flink, Map.of());
            LocalJob job = LocalJob.start(lake, flink, feeds, config, new WebhookSecrets(List.of("unused"), PEPPER));
            job.awaitEndOfReplay(PARALLELISM + 2);
            live.watch(job, control);
            job.stop();
        }
        return new LakeReading(temp.resolve("lake"));
    }

    private static void awaitSweep(int number, LocalJob job, ControlFolder control) {
        await().atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    job.requireRunning();
                    return control.status(Feeds.HISTORY)
                            .filter(s -> s.state().equals(FetchStatus.DONE)
                                    && s.message().startsWith("sweep " + number + ":"))
                            .isPresent();
                });
    }

    private static HistorySettings settings(StandInApi api) {
        return new HistorySettings(
                api.url(),
                new CalendlyToken(StandInApi.TOKEN),
                START.minus(Duration.ofDays(30)),
                // long, so that meetings of the past stay in it whenever the test runs
                Duration.ofDays(36_500),
                Schedule.every(Duration.ofHours(4)),
                20_000,
                new HistorySettings.Patience(
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(2),
                        Duration.ofMillis(10),
                        Duration.ofMillis(100),
                        8));
    }

    /** Nothing that the API would know and a webhook not: no lost halves, nothing late or broken. */
    private static GeneratorOptions traffic(int bookings) {
        return GeneratorOptions.builder()
                .bookings(bookings)
                .days(40)
                .seed(11)
                .start(START)
                .halfMissing(0)
                .late(0)
                .malformed(0)
                .unsupportedKinds(0)
                .build();
    }
}
