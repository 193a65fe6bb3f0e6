package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.audit.Verification;
import dev.tidemark.config.TidemarkConfig;
import dev.tidemark.domain.bookings.Samples;
import dev.tidemark.generate.GeneratorOptions;
import dev.tidemark.testing.GeneratedFolder;
import dev.tidemark.testing.LakeReading;
import dev.tidemark.testing.LakeTampering;
import dev.tidemark.testing.Said;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ./tidemark verify} on lakes that the job made, as it left them and spoilt. */
@Timeout(600)
class VerifyITCase {
    private static final String DAILY = "gold_daily_bookings_by_channel";
    private static final String TOTALS = "gold_cpb_by_channel";
    private static final String GREEN = "every Gold row equals its recomputation from Bronze";
    /** However slow the machine is, a replay is committed at its end alone. */
    private static final String ONE_CHECKPOINT = "--flink=execution.checkpointing.interval=1 d";

    /** Made by two replays, with every oddity, and between them another mapping and other spend. */
    @TempDir
    private static Path made;

    private static Said afterFirstReplay;

    @TempDir
    private Path temp;

    /** Values that are no e-mail address, no day and no time that tables can hold, where they are not looked for. */
    @Test
    void aLakeOfOddValuesIsGreenAndKeepsAddressesInBronze() throws Exception {
        Path input = Files.createDirectories(temp.resolve("in"));
        ObjectNode inCampaign = booking("a");
        ((ObjectNode) inCampaign.at("/payload/tracking")).put("utm_campaign", "someone@example.test");
        ObjectNode yearZero = booking("b");
        ((ObjectNode) yearZero.at("/payload/scheduled_event")).put("start_time", "0000-01-01T00:00:00Z");
        ObjectNode farAway = booking("c");
        ((ObjectNode) farAway.at("/payload/scheduled_event")).put("end_time", "9999-12-31T23:59:59Z");
        ObjectNode longAgo = booking("d").put("created_at", "1582-10-10T00:00:00Z");
        Files.write(
                Files.createDirectories(input.resolve("calendly-webhooks")).resolve("odd.jsonl"),
                List.of(inCampaign.toString(), yearZero.toString(), farAway.toString(), longAgo.toString()));
        Path spend = Files.createDirectories(input.resolve("ad-spend"));
        Files.writeString(spend.resolve("file_index.json"), "{\"files\":[\"spend_data_2026-01-08.json\"]}");
        Files.writeString(
                spend.resolve("spend_data_2026-01-08.json"),
                "[{\"date\":\"-0001-01-01\",\"channel\":\"facebook\",\"spend\":1.00},"
                        + "{\"date\":\"9999-12-31\",\"channel\":\"facebook\",\"spend\":1.00},"
                        + "{\"date\":\"2026-01-07\",\"channel\":\"facebook\",\"spend\":1.00}]");
        Path lake = temp.resolve("lake");
        replay(input, lake);

        assertThat(verify(lake).text()).contains(GREEN);

        LakeReading read = new LakeReading(lake);
        assertThat(read.rows("quarantine")).hasSize(5);
        assertThat(read.rows("silver_fact_events")).hasSize(1);
        assertThat(read.rows("gold_campaign_attribution"))
                .extracting(row -> row.get("campaign"))
                .anyMatch(campaign -> campaign.startsWith("email:"));
        try (Stream<Path> files = Files.walk(lake.resolve("_state"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain("someone@example.test", "a@example.test", "b@example.test");
            }
        }
    }

    private static ObjectNode booking(String id) throws IOException {
        ObjectNode webhook = (ObjectNode) new ObjectMapper().readTree(Samples.body("04_invitee_created_facebook"));
        ObjectNode payload = (ObjectNode) webhook.get("payload");
        String event = "https://api.calendly.com/scheduled_events/event-" + id;
        payload.put("uri", event + "/invitees/invitee-" + id)
                .put("event", event)
                .put("email", id + "@example.test");
        ((ObjectNode) payload.get("scheduled_event")).put("uri", event);
        return webhook;
    }

    @BeforeAll
    static void makeLake() throws IOException {
        GeneratedFolder input = GeneratedFolder.write(
                made.resolve("in"),
                traffic()
                        .duplicates(0.15)
                        .late(0.02)
                        .malformed(0.02)
                        .repeatPeople(0.3)
                        .build());
        Path last = input.webhooks().resolve("part-0003.jsonl.gz");
        Path aside = Files.move(last, made.resolve("aside"));
        replay(input.path(), made.resolve("lake"), ONE_CHECKPOINT);
        afterFirstReplay = verify(made.resolve("lake"));

        Files.move(aside, last);
        Files.write(input.webhooks().resolve("broken.jsonl"), new byte[] {'{', '"', (byte) 0xff, '\n', '7', '\n'});
        Files.writeString(
                input.webhooks().resolve("oversized.jsonl"),
                "{\"event\":\"invitee.created\",\"payload\":{\"name\":\"" + "x".repeat(1 << 20) + "\"}}\n");
        Path mapping = input.path().resolve("event-types.json");
        Files.writeString(mapping, Files.readString(mapping).replace("\"facebook\"", "\"meta\""));
        Path spend = input.path().resolve("ad-spend");
        Path restated = newest(spend);
        Files.writeString(
                restated,
                Files.readString(restated)
                        .replaceFirst(
                                "\\[",
                                "[{\"date\":\"2026-01-06\",\"channel\":\"youtube_paid_ads\",\"spend\":4321.09},"));
        Files.writeString(spend.resolve("spend_data_2026-01-31.json"), "[{\"date\":\"2026-01-30\",");
        Path index = spend.resolve("file_index.json");
        Files.writeString(index, Files.readString(index).replaceFirst("\\[", "[ \"spend_data_2026-01-31.json\","));
        replay(input.path(), made.resolve("lake"), ONE_CHECKPOINT);
    }

    @Test
    void aLakeWithEveryOddityIsAsBronzeSays() throws Exception {
        assertThat(afterFirstReplay.status()).as(afterFirstReplay.text()).isZero();
        LakeReading lake = new LakeReading(made.resolve("lake"));
        assertThat(lake.rows(DAILY)).anyMatch(r -> r.get("channel").equals("meta"));
        assertThat(lake.counts("gold_daily_cpb_by_channel", "total_spend", "channel", "youtube"))
                .containsKey("4321.09");
        assertThat(lake.counts("quarantine", "reason", "feed", "ad-spend")).containsKey("invalid_json");
        assertThat(lake.counts("quarantine", "reason", "feed", "calendly-webhooks"))
                .containsKeys("body_too_large", "invalid_json", "late");
        assertThat(lake.sum("gold_data_quality", "duplicates")).isPositive();
        assertThat(lake.sum("gold_data_quality", "superseded")).isPositive();

        Said said = verify(made.resolve("lake"));

        assertThat(said.status()).as(said.text()).isZero();
        assertThat(said.text()).contains(GREEN).doesNotContain("differences");
        for (String table : LakeReading.tables()) {
            if (table.startsWith("gold_")) {
                assertThat(said.text())
                        .containsPattern(table + " +" + lake.rows(table).size() + " rows  as Bronze says");
            }
        }
    }

    @Test
    void aValueThatWasAlteredIsNamedWithItsRowAndBothValues() throws Exception {
        LakeTampering lake = copy();
        Object[] row = aBusyDay(lake);
        Object[] altered = with(DAILY, row, "held_count", (Long) value(DAILY, row, "held_count") + 1);
        lake.write(DAILY, altered);

        Said said = verify(lake.path());

        assertThat(said.status()).isEqualTo(1);
        assertThat(said.differences())
                .containsExactly(DAILY + " " + key(DAILY, row) + ": held_count is "
                        + value(DAILY, altered, "held_count") + ", but follows as "
                        + value(DAILY, row, "held_count"));
        assertThat(said.text())
                .containsPattern(DAILY + " +\\d+ rows  1 difference\n")
                .contains("1 difference at checkpoint")
                .doesNotContain(GREEN);
    }

    /** Killed after the commits of Bronze and Silver, before those of Gold, and not started again. */
    @Test
    void aJobThatEndedInTheMiddleOfItsCommitsIsToldFromAWrongNumber() throws Exception {
        LakeTampering lake = copy();
        for (String table : LakeReading.tables()) {
            if (table.startsWith("gold_")) {
                lake.dropNewestCommit(table);
            }
        }

        Said said = verify(lake.path());

        assertThat(said.status()).as(said.text()).isZero();
        assertThat(said.text())
                .contains("the job ended while it committed checkpoint ", DAILY, "when it is started again", GREEN);

        List<Object[]> rows = lake.rows(TOTALS);
        rows.set(0, with(TOTALS, rows.get(0), "total_bookings_count", -1L));
        lake.rewriteInPlace(TOTALS, rows);

        Said wrong = verify(lake.path());

        assertThat(wrong.status()).as(wrong.text()).isEqualTo(1);
        assertThat(wrong.text()).contains("differences").doesNotContain(GREEN);
    }

    @Test
    void aDataFileThatWasRewrittenInPlaceIsFoundOut() throws Exception {
        LakeTampering lake = copy();
        List<Object[]> rows = lake.rows(TOTALS);
        Object[] row = rows.stream()
                .filter(r -> value(TOTALS, r, "channel").equals("youtube"))
                .findFirst()
                .orElseThrow();
        BigDecimal spend = (BigDecimal) value(TOTALS, row, "total_spend");
        Object[] altered = with(TOTALS, row, "total_spend", spend.add(new BigDecimal("0.01")));
        rows.set(rows.indexOf(row), altered);
        lake.rewriteInPlace(TOTALS, rows);

        Said said = verify(lake.path());

        assertThat(said.status()).isEqualTo(1);
        assertThat(said.differences())
                .containsExactly(TOTALS + " channel=youtube: total_spend is " + value(TOTALS, altered, "total_spend")
                        + ", but follows as " + spend);
    }

    @Test
    void aRowThatIsMissingOrTooManyIsNamed() throws Exception {
        LakeTampering lake = copy();
        Object[] gone = aBusyDay(lake);
        int never = (int) LocalDate.parse("2031-05-05").toEpochDay();
        Object[] invented = with(DAILY, with(DAILY, gone, "booking_date", never), "bookings_count", 77L);
        lake.remove(DAILY, gone);
        lake.write(DAILY, invented);
        Object[] twice = lake.rows(TOTALS).get(0);
        lake.append(TOTALS, twice);

        Said said = verify(lake.path());

        assertThat(said.status()).isEqualTo(1);
        assertThat(said.differences()).hasSize(3);
        assertThat(said.differences())
                .anyMatch(d -> d.startsWith(DAILY + " " + key(DAILY, gone) + ": the row is missing: ")
                        && d.contains("bookings_count=" + value(DAILY, gone, "bookings_count")))
                .anyMatch(d -> d.startsWith(DAILY + " " + key(DAILY, invented) + ": the row should not be: ")
                        && d.contains("bookings_count=77"))
                .anyMatch(d -> d.startsWith(TOTALS + " " + key(TOTALS, twice) + ": the row should not be: "));
    }

    @Test
    void aDeliveryThatWasTakenOutOfBronzeIsMissedInGold() throws Exception {
        LakeTampering lake = copy();
        String bronze = "bronze_calendly_webhooks";
        Object[] event = lake.rows("silver_fact_events").stream()
                .filter(r -> value("silver_fact_events", r, "data_event").equals("invitee_no_show.created"))
                .findFirst()
                .orElseThrow();
        Object delivery = value("silver_fact_events", event, "delivery_id");
        Object[] row = lake.rows(bronze).stream()
                .filter(r -> value(bronze, r, "delivery_id").equals(delivery))
                .findFirst()
                .orElseThrow();
        lake.remove(bronze, row);

        Said said = verify(lake.path(), "--differences=1000");

        assertThat(said.status()).isEqualTo(1);
        assertThat(said.differences())
                .anyMatch(d ->
                        d.startsWith("gold_data_quality hour=") && d.contains("feed=calendly-webhooks: received is "));
    }

    @Test
    void aRowOfSpendThatWasTakenOutOfBronzeIsMissedInGold() throws Exception {
        LakeTampering lake = copy();
        String bronze = "bronze_ad_spend";
        Object[] row = lake.rows(bronze).stream()
                .filter(r -> ((String) value(bronze, r, "raw_row")).contains("4321.09"))
                .findFirst()
                .orElseThrow();
        lake.remove(bronze, row);

        Said said = verify(lake.path());

        assertThat(said.status()).isEqualTo(1);
        assertThat(said.differences())
                .anyMatch(d -> d.startsWith("gold_daily_cpb_by_channel booking_date=2026-01-06 channel=youtube:"
                        + " total_spend is 4321.09, but follows as "));
    }

    @Test
    void moreDifferencesThanAskedForAreCountedOnly() throws Exception {
        LakeTampering lake = copy();
        Object[][] rows = lake.rows(DAILY).stream()
                .map(r -> with(DAILY, r, "bookings_count", 1_000L))
                .toArray(Object[][]::new);
        lake.write(DAILY, rows);

        Said said = verify(lake.path(), "--differences=3");

        assertThat(said.status()).isEqualTo(1);
        assertThat(said.differences()).hasSize(3);
        assertThat(said.text()).containsPattern(DAILY + " +\\d+ rows  " + rows.length + " differences\n");
    }

    @Test
    void daysAreThoseOfTheReportingZone() throws Exception {
        ZoneId zone = ZoneId.of("Europe/Berlin");
        GeneratedFolder input = GeneratedFolder.write(
                temp.resolve("in"),
                traffic()
                        .reportingZone(zone)
                        // over the change to daylight saving time
                        .start(LocalDate.parse("2026-03-22").atStartOfDay(zone).toInstant())
                        .build());
        replay(input.path(), temp.resolve("lake"), "-D", "reporting.zone=Europe/Berlin");

        Said said = verify(temp.resolve("lake"), "-D", "reporting.zone=Europe/Berlin");

        assertThat(said.status()).as(said.text()).isZero();
        assertThat(verify(temp.resolve("lake")).status()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 s", "1500 ms"})
    void aLakeThatIsBeingWrittenIsAsBronzeSays(String bronzeCommitInterval) throws Exception {
        GeneratedFolder input = GeneratedFolder.write(
                temp.resolve("in"), traffic().bookings(1_500).build());
        Path lake = temp.resolve("lake");
        Verification verification =
                new Verification(TidemarkConfig.parse(Map.of("lake.location", lake.toString())), null);
        CompletableFuture<Void> replay = CompletableFuture.runAsync(() -> replay(
                input.path(),
                lake,
                "-Dlake.bronze-commit-interval=" + bronzeCommitInterval,
                "--flink=execution.checkpointing.interval=300ms",
                // the buffers between the operators would hold all of the input before the first checkpoint
                "--flink=taskmanager.memory.network.min=16mb",
                "--flink=taskmanager.memory.network.max=16mb"));

        boolean done;
        do {
            done = replay.isDone();
            assertThat(verification.run().differences()).isEmpty();
        } while (!done);

        replay.get();
        assertThat(verification.run().tables()).anyMatch(t -> t.rows() > 0);
    }

    @Test
    void aLakeWithNothingInItIsSaid() {
        Said said = verify(temp.resolve("no-such-lake"));

        assertThat(said.status()).isEqualTo(1);
        assertThat(said.text()).contains("nothing to verify yet").contains("--lake");
        assertThat(temp.resolve("no-such-lake")).doesNotExist();
    }

    /** The spend file of the newest as-of date: what it says counts. */
    private static Path newest(Path spend) throws IOException {
        try (Stream<Path> files = Files.list(spend)) {
            return files.filter(f -> f.getFileName().toString().startsWith("spend_data_"))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
        }
    }

    private LakeTampering copy() throws IOException {
        return LakeTampering.copy(made.resolve("lake"), temp.resolve("lake"));
    }

    private static GeneratorOptions.Builder traffic() {
        return GeneratorOptions.builder().bookings(600).days(20).seed(7);
    }

    private static void replay(Path input, Path lake, String... more) {
        Said said = Said.by(
                () -> Main.run(Stream.concat(Stream.of("replay", "--input=" + input, "--lake=" + lake), Stream.of(more))
                        .toArray(String[]::new)));
        assertThat(said.status()).as(said.text()).isZero();
    }

    private static Said verify(Path lake, String... more) {
        return Said.by(() -> Main.run(Stream.concat(Stream.of("verify", "--lake=" + lake), Stream.of(more))
                .toArray(String[]::new)));
    }

    private static Object[] aBusyDay(LakeTampering lake) throws IOException {
        return lake.rows(DAILY).stream()
                .filter(r -> (Long) value(DAILY, r, "bookings_count") > 3)
                .findFirst()
                .orElseThrow();
    }

    private static Object value(String table, Object[] row, String column) {
        return row[LakeTampering.spec(table).ordinal(column)];
    }

    private static Object[] with(String table, Object[] row, String column, Object value) {
        Object[] altered = Arrays.copyOf(row, row.length);
        altered[LakeTampering.spec(table).ordinal(column)] = value;
        return altered;
    }

    private static String key(String table, Object[] row) {
        return String.join(
                " ",
                LakeTampering.spec(table).key().stream()
                        .map(k -> k + "="
                                + (k.endsWith("_date")
                                        ? LocalDate.ofEpochDay((Integer) value(table, row, k))
                                        : value(table, row, k)))
                        .toList());
    }
}
