package dev.tidemark.cli;

import static dev.tidemark.testing.LakeReading.assertSameRows;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tidemark.generate.GeneratorOptions;
import dev.tidemark.generate.ReplayFolderWriter;
import dev.tidemark.testing.GeneratedFolder;
import dev.tidemark.testing.LakeReading;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Folders through the real graph on a mini cluster, as {@code ./tidemark replay} does it. */
@Timeout(600)
class ReplayITCase {
    private static final int BOOKINGS = 1_500;

    @TempDir
    private Path temp;

    @Test
    void twentyThousandBookingsWithEveryOddityAreAsExpected() throws Exception {
        GeneratedFolder input = GeneratedFolder.write(temp.resolve("in"), GeneratorOptions.defaults());

        LakeReading lake = replay(input.path(), "lake");

        input.assertGold(lake);
        input.assertDeliveries(lake);
        input.assertQuality(lake);
        input.assertSpend(lake);
    }

    @Test
    void parallelismChangesNothing() throws Exception {
        GeneratedFolder input =
                GeneratedFolder.write(temp.resolve("in"), traffic().build());
        Map<String, List<Map<String, String>>> one = new TreeMap<>();
        for (int parallelism : new int[] {1, 2, 4}) {
            LakeReading lake = replay(input.path(), "lake" + parallelism, "--parallelism=" + parallelism);

            input.assertGold(lake);
            input.assertDeliveries(lake);
            Map<String, List<Map<String, String>>> found = orderFree(lake);
            if (parallelism == 1) {
                one.putAll(found);
                continue;
            }
            for (String table : one.keySet()) {
                assertSameRows(table + " with parallelism " + parallelism, found.get(table), one.get(table));
            }
        }
    }

    /** What must not depend on which of several deliveries of one key came first. */
    private static Map<String, List<Map<String, String>>> orderFree(LakeReading lake) throws IOException {
        return Map.of(
                "bronze_calendly_webhooks", lake.rows("bronze_calendly_webhooks"),
                "silver_fact_events",
                        lake.rows(
                                "silver_fact_events",
                                "delivery_id",
                                "data_created_at",
                                "data_created_by",
                                "event_date",
                                "ingestion_time",
                                "ingestion_date"),
                "silver_fact_marketing", lake.rows("silver_fact_marketing", "ingestion_time"),
                "silver_event_type_dim", lake.rows("silver_event_type_dim", "updated_at"),
                "silver_booking_ledger", bookings(lake));
    }

    /** The last state of every booking that the ledger tells when it is replayed. */
    private static List<Map<String, String>> bookings(LakeReading lake) throws IOException {
        Map<String, Map<String, String>> last = new HashMap<>();
        for (Map<String, String> row : lake.rows("silver_booking_ledger")) {
            last.merge(
                    row.get("booking_id"),
                    row,
                    (a, b) -> Long.parseLong(a.get("change_number")) > Long.parseLong(b.get("change_number")) ? a : b);
        }
        List<String> state = List.of(
                "booking_id",
                "person_key",
                "status_after",
                "meeting_start_after",
                "meeting_end_after",
                "booking_created_at",
                "booking_date",
                "channel",
                "campaign",
                "reschedules_count",
                "event_type");
        List<Map<String, String>> bookings = new ArrayList<>();
        for (Map<String, String> row : last.values()) {
            if (row.get("merged_into") == null) {
                Map<String, String> booking = new TreeMap<>(row);
                booking.keySet().retainAll(state);
                bookings.add(booking);
            }
        }
        return bookings;
    }

    @Test
    void theLedgerTellsOfEveryBookingOnce() throws Exception {
        GeneratedFolder input =
                GeneratedFolder.write(temp.resolve("in"), traffic().build());

        LakeReading lake = replay(input.path(), "lake");

        List<Map<String, String>> bookings = bookings(lake);
        assertThat(bookings).hasSize(input.counts().get("bookings").intValue());
        Map<String, Long> byStatus = new TreeMap<>();
        bookings.forEach(b -> byStatus.merge(b.get("status_after"), 1L, Long::sum));
        String daily = "gold_daily_bookings_by_channel";
        assertThat(byStatus.get("canceled")).isEqualTo(lake.sum(daily, "cancellations_count"));
        assertThat(byStatus.get("no_show")).isEqualTo(lake.sum(daily, "no_shows_count"));
        assertThat(byStatus.get("held")).isEqualTo(lake.sum(daily, "held_count"));
        assertThat(bookings.stream().mapToLong(b -> Long.parseLong(b.get("reschedules_count"))))
                .satisfies(counts -> assertThat(
                                counts.stream().mapToLong(Long::longValue).sum())
                        .isEqualTo(lake.sum(daily, "reschedules_count")));
    }

    @Test
    void deliveriesInAnyOrderGiveTheSameGold() throws Exception {
        GeneratorOptions.Builder traffic = traffic().late(0);
        GeneratedFolder ordered = GeneratedFolder.write(
                temp.resolve("ordered"), traffic.disorder(0).build());
        GeneratedFolder shuffled = GeneratedFolder.write(
                temp.resolve("shuffled"),
                traffic.disorder(1).disorderMax(Duration.ofDays(20)).build());

        LakeReading lake = replay(shuffled.path(), "lake");

        shuffled.assertGold(lake);
        shuffled.assertDeliveries(lake);
        LakeReading orderedLake = replay(ordered.path(), "ordered-lake");
        ordered.assertGold(orderedLake);
    }

    @Test
    void aSecondRunChangesNothing() throws Exception {
        GeneratedFolder input =
                GeneratedFolder.write(temp.resolve("in"), traffic().build());
        Map<String, List<String>> once = replay(input.path(), "lake").everything();
        assertThat(once.values()).noneMatch(List::isEmpty);

        Map<String, List<String>> twice = replay(input.path(), "lake").everything();

        once.forEach((table, rows) -> assertSameRows(table, twice.get(table), rows));
    }

    @Test
    void aSecondRunGoesOnWithTheFilesThatCame() throws Exception {
        GeneratedFolder input = GeneratedFolder.write(
                temp.resolve("in"), traffic().repeatPeople(0.5).build());
        Path last = input.webhooks().resolve("part-0003.jsonl.gz");
        Path aside = Files.move(last, temp.resolve("aside"));
        LakeReading first = replay(input.path(), "lake");
        int before = first.rows("bronze_calendly_webhooks").size();
        assertThat(before)
                .isPositive()
                .isLessThan(input.counts().get("deliveries").intValue());

        Files.move(aside, last);
        LakeReading lake = replay(input.path(), "lake");

        input.assertGold(lake);
        input.assertDeliveries(lake);
        input.assertSpend(lake);
    }

    @Test
    void asOfDecidesWhatWasHeld() throws Exception {
        GeneratedFolder input =
                GeneratedFolder.write(temp.resolve("in"), traffic().build());
        String daily = "gold_daily_bookings_by_channel";

        LakeReading before = replay(input.path(), "before", "--as-of=2026-01-01T00:00:00Z");
        LakeReading newest = replay(input.path(), "newest");
        LakeReading after = replay(input.path(), "after", "--as-of=2026-09-01T00:00:00Z");

        assertThat(before.sum(daily, "held_count")).isZero();
        assertThat(newest.sum(daily, "held_count")).isPositive().isLessThan(after.sum(daily, "held_count"));
        // but for bookings whose meeting is not known, because the half of the move that tells never came
        assertThat(after.sum(daily, "net_bookings_count") - after.sum(daily, "held_count"))
                .isBetween(0L, BOOKINGS / 50L);
        assertThat(after.rows("gold_hourly_bookings_by_channel"))
                .allMatch(r -> r.get("is_final").equals("true"));
        assertThat(newest.rows("gold_hourly_bookings_by_channel"))
                .allMatch(r -> r.get("is_final").equals("false"));
    }

    @Test
    void daysAndHoursAreThoseOfTheReportingZone() throws Exception {
        ZoneId zone = ZoneId.of("America/New_York");
        GeneratedFolder input = GeneratedFolder.write(
                temp.resolve("in"),
                traffic()
                        .reportingZone(zone)
                        // over the change to daylight saving time
                        .start(LocalDate.parse("2026-02-25").atStartOfDay(zone).toInstant())
                        .build());

        LakeReading lake = replay(input.path(), "lake", "-D", "reporting.zone=America/New_York");

        input.assertGold(lake);
        input.assertDeliveries(lake);
    }

    @Test
    void theWrappedFormIsReadToo() throws Exception {
        GeneratedFolder input = GeneratedFolder.write(
                temp.resolve("in"),
                new ReplayFolderWriter(traffic().build())
                        .wrapped(true)
                        .gzip(false)
                        .files(2));

        LakeReading lake = replay(input.path(), "lake");

        input.assertGold(lake);
        input.assertDeliveries(lake);
    }

    @Test
    void whatIsMissingIsNotReplayed() throws Exception {
        GeneratedFolder input = GeneratedFolder.write(
                temp.resolve("in"), traffic().bookings(300).build());
        Path webhooksOnly = Files.createDirectories(temp.resolve("webhooks-only"));
        Path spendOnly = Files.createDirectories(temp.resolve("spend-only"));
        Path nothing = Files.createDirectories(temp.resolve("nothing"));
        Files.move(input.webhooks(), webhooksOnly.resolve("calendly-webhooks"));
        Files.move(input.path().resolve("ad-spend"), spendOnly.resolve("ad-spend"));

        LakeReading webhooks = replay(webhooksOnly, "webhooks-lake");
        assertThat(webhooks.sum("gold_daily_bookings_by_channel", "bookings_count"))
                .isEqualTo(input.counts().get("bookings").longValue());
        assertThat(webhooks.rows("silver_event_type_dim")).hasSize(3);
        assertThat(webhooks.rows("bronze_ad_spend")).isEmpty();

        LakeReading spend = replay(spendOnly, "spend-lake");
        input.assertSpend(spend);
        assertThat(spend.rows("gold_daily_cpb_by_channel"))
                .isNotEmpty()
                .allMatch(r -> r.get("total_bookings").equals("0") && r.get("cost_per_booking") == null)
                .anyMatch(r -> new BigDecimal(r.get("total_spend")).signum() > 0);
        assertThat(spend.rows("bronze_calendly_webhooks")).isEmpty();

        LakeReading empty = replay(nothing, "empty-lake");
        assertThat(empty.rows("gold_daily_bookings_by_channel")).isEmpty();
    }

    @Test
    void aMalformedLineIsInQuarantineWithItsFileAndLine() throws Exception {
        Path webhooks = Files.createDirectories(temp.resolve("in/calendly-webhooks"));
        String good = sample("10_family_created.json");
        Files.writeString(webhooks.resolve("a.jsonl"), good + "\n\n{\"event\": \"invitee.cre\n" + good + "\n");
        Files.write(webhooks.resolve("b.jsonl"), new byte[] {(byte) 0xff, (byte) 0xfe, '\r', '\n'});

        LakeReading lake = replay(temp.resolve("in"), "lake");

        assertThat(lake.rows("quarantine"))
                .extracting(r -> r.get("source_position"), r -> r.get("reason"), r -> r.get("raw_payload"))
                .containsExactlyInAnyOrder(
                        tuple("calendly-webhooks/a.jsonl:3", "invalid_json", "{\"event\": \"invitee.cre"),
                        tuple("calendly-webhooks/b.jsonl:1", "invalid_json", "//4="));
        assertThat(lake.rows("bronze_calendly_webhooks")).hasSize(4);
        assertThat(lake.sum("gold_daily_bookings_by_channel", "bookings_count")).isEqualTo(1);
    }

    @Test
    void aMovedAndCanceledBookingIsOneBookingWhateverComesFirst() throws Exception {
        List<String> family = List.of(
                sample("10_family_created.json"),
                sample("11_family_reschedule_created_new_half.json"),
                sample("12_family_reschedule_canceled_old_half.json"),
                sample("13_family_plain_canceled.json"));
        for (int[] order : new int[][] {{0, 1, 2, 3}, {3, 2, 1, 0}}) {
            String name = "in" + order[0];
            Path webhooks = Files.createDirectories(temp.resolve(name).resolve("calendly-webhooks"));
            StringBuilder lines = new StringBuilder();
            for (int i : order) {
                lines.append(family.get(i)).append('\n');
            }
            Files.writeString(webhooks.resolve("family.jsonl"), lines);

            LakeReading lake = replay(temp.resolve(name), "lake-of-" + name);

            assertThat(lake.rows("gold_daily_bookings_by_channel"))
                    .filteredOn(r -> r.get("channel").equals("youtube"))
                    .singleElement()
                    .satisfies(r -> assertThat(r)
                            .containsEntry("booking_date", "2026-10-12")
                            .containsEntry("bookings_count", "1")
                            .containsEntry("reschedules_count", "1")
                            .containsEntry("cancellations_count", "1")
                            .containsEntry("held_count", "0")
                            .containsEntry("net_bookings_count", "0")
                            .containsEntry("unique_people_count", "1"));
            assertThat(lake.sum("gold_daily_bookings_by_channel", "bookings_count"))
                    .isEqualTo(1);
            assertThat(lake.rows("gold_booking_time_analysis")).isEmpty();
            assertThat(lake.rows("silver_fact_events")).hasSize(4);
        }
    }

    @Test
    void anInputThatIsNotThereIsSaid() {
        Path missing = temp.resolve("no-such-folder");
        PrintStream before = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, UTF_8));
        int status;
        try {
            status = run(missing, "lake");
        } finally {
            System.setErr(before);
        }

        assertThat(status).isEqualTo(1);
        assertThat(said.toString(UTF_8))
                .contains("there is no folder " + missing)
                .contains("--input");
        assertThat(temp.resolve("lake")).doesNotExist();
    }

    private static GeneratorOptions.Builder traffic() {
        return GeneratorOptions.builder().bookings(BOOKINGS).days(20).seed(7);
    }

    private LakeReading replay(Path input, String lake, String... more) throws IOException {
        Path state = temp.resolve(lake).resolve("_state");
        if (!Files.exists(state)) {
            // the same person keys in every lake, so that lakes can be compared
            Files.createDirectories(state);
            Files.writeString(state.resolve("person-key-pepper"), "5a".repeat(32));
        }
        assertThat(run(input, lake, more)).isZero();
        return new LakeReading(temp.resolve(lake));
    }

    private int run(Path input, String lake, String... more) {
        return Main.run(Stream.concat(
                        Stream.of(
                                "replay",
                                "--input",
                                input.toString(),
                                "--lake",
                                temp.resolve(lake).toString()),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    /** A sample webhook on one line. */
    private static String sample(String name) throws IOException {
        return Files.readString(Path.of("src/test/resources/samples/calendly", name))
                .replaceAll("\\s*\\n\\s*", "");
    }
}
