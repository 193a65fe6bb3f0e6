package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.audit.Explainer;
import dev.tidemark.audit.Explanation;
import dev.tidemark.config.TidemarkConfig;
import dev.tidemark.generate.GeneratorOptions;
import dev.tidemark.table.TableSpec;
import dev.tidemark.table.Values;
import dev.tidemark.testing.GeneratedFolder;
import dev.tidemark.testing.LakeReading;
import dev.tidemark.testing.Said;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Gold rows of a lake that was replayed twice, with a day of spend restated in between, traced to their parts. */
@Timeout(600)
class ExplainITCase {
    private static final String DAILY = "gold_daily_cpb_by_channel";
    private static final String RESTATED_AMOUNT = "4321.09";
    private static final int ROWS_OF_A_TABLE = 4;

    @TempDir
    private static Path temp;

    private static Path lakePath;
    private static LakeReading lake;
    private static Explainer explainer;
    private static LocalDate restated;
    private static String amountBefore;

    @BeforeAll
    static void replayTwice() throws Exception {
        Path input = GeneratedFolder.write(
                        temp.resolve("in"),
                        GeneratorOptions.builder()
                                .bookings(600)
                                .days(10)
                                .seed(11)
                                .build())
                .path();
        lakePath = temp.resolve("lake");
        lake = new LakeReading(lakePath);
        replay(input);
        Path newest = newestSpend(input);
        restated = LocalDate.parse(newest.getFileName().toString().replaceAll(".*_|\\.json", ""))
                .minusDays(3);
        amountBefore = daily().get("total_spend");
        Files.writeString(
                newest,
                Files.readString(newest)
                        .replaceFirst(
                                "\\[",
                                "[{\"date\":\"" + restated + "\",\"channel\":\"youtube_paid_ads\",\"spend\":"
                                        + RESTATED_AMOUNT + "},"));
        replay(input);
        explainer = new Explainer(TidemarkConfig.parse(Map.of("lake.location", lakePath.toString())));
    }

    @Test
    void thePartsOfARowGiveTheRowInEveryTable() throws Exception {
        for (TableSpec table : explainer.tables()) {
            for (Map<String, String> row : some(table.name())) {
                Explanation e = explain(table, row);

                assertThat(e.differences()).as("%s", e.row()).isEmpty();
                assertThat(e.row()).containsAllEntriesOf(notNull(row));
                assertThat(e.historyComplete()).isTrue();
                assertLastChangeLeadsToTheRow(e);
            }
        }
    }

    @Test
    void theTotalsOfThePartsAreTheColumnsOfTheRow() throws Exception {
        for (Map<String, String> row : some("gold_daily_bookings_by_channel")) {
            Explanation e = explain("gold_daily_bookings_by_channel", row);
            assertThat(List.of(
                            e.totals().bookings(),
                            e.totals().reschedules(),
                            e.totals().canceled(),
                            e.totals().noShows(),
                            e.totals().held(),
                            (long) e.totals().people()))
                    .isEqualTo(List.of(
                            number(row, "bookings_count"),
                            number(row, "reschedules_count"),
                            number(row, "cancellations_count"),
                            number(row, "no_shows_count"),
                            number(row, "held_count"),
                            number(row, "unique_people_count")));
            assertThat(e.bookings()).hasSize((int) e.totals().bookings());
        }
        for (Map<String, String> row : some("gold_cpb_by_channel")) {
            Explanation e = explain("gold_cpb_by_channel", row);
            assertThat(e.totals().bookings()).isEqualTo(number(row, "total_bookings_count"));
            assertThat(e.totals().spend()).isEqualTo(row.get("total_spend"));
            assertThat(e.spend().stream().map(s -> new BigDecimal(s.amount())).reduce(BigDecimal.ZERO, BigDecimal::add))
                    .isEqualByComparingTo(row.get("total_spend"));
        }
        for (Map<String, String> row : some("gold_hourly_bookings_by_channel")) {
            assertThat(explain("gold_hourly_bookings_by_channel", row).totals().bookings())
                    .isEqualTo(number(row, "total_bookings"));
        }
        for (Map<String, String> row : some("gold_meeting_load_per_employee")) {
            assertThat((long) explain("gold_meeting_load_per_employee", row).meetings())
                    .isEqualTo(number(row, "total_meetings_count") + number(row, "canceled_count"));
        }
    }

    /** Every booking is told from its first change on, each state following from the one before. */
    @Test
    void theLedgerOfABookingHasNoGap() throws Exception {
        Map<String, String> row = lake.rows("gold_cpb_by_channel").stream()
                .filter(r -> r.get("channel").equals("facebook"))
                .findFirst()
                .orElseThrow();

        Explanation e = explain("gold_cpb_by_channel", row);

        assertThat(e.bookings()).isNotEmpty();
        for (Explanation.Booking booking : e.bookings()) {
            assertThat(booking.ledger()).as(booking.bookingId()).isNotEmpty();
            List<Map<String, String>> own = booking.ledger().stream()
                    .filter(r -> booking.bookingId().equals(r.get("booking_id")))
                    .toList();
            assertThat(own.get(own.size() - 1)).containsEntry("status_after", booking.status());
        }
    }

    @Test
    void aRestatedDayShowsBothRevisionsAndBothVersionsOfTheRow() throws Exception {
        Explanation e = explain(DAILY, daily());

        assertThat(e.row()).containsEntry("total_spend", RESTATED_AMOUNT);
        assertThat(e.spend()).singleElement().satisfies(s -> {
            assertThat(s.amount()).isEqualTo(RESTATED_AMOUNT);
            assertThat(s.revisions()).hasSizeGreaterThan(1);
            assertThat(s.revisions().get(s.revisions().size() - 1)).containsEntry("spend", RESTATED_AMOUNT);
            assertThat(s.revisions().get(s.revisions().size() - 2)).containsEntry("spend", amountBefore);
        });
        assertThat(e.history().get(0).changes())
                .contains(new Explanation.Change("total_spend", amountBefore, RESTATED_AMOUNT));
        assertThat(e.history().get(0).version())
                .isGreaterThan(e.history().get(1).version());
        assertThat(e.history()).hasSizeGreaterThan(1);
        assertThat(e.historyComplete()).isTrue();
    }

    @Test
    void theCommandPrintsItAndSaysWhatIsWrongWithAKey() throws Exception {
        String day = "booking_date=" + restated;

        assertThat(run(DAILY, day, "channel=youtube")).contains(amountBefore, RESTATED_AMOUNT, "youtube");
        assertThat(run(DAILY, day)).contains("the key of " + DAILY + " has more columns", "channel=...");
        assertThat(run(DAILY, day, "channel=nowhere")).contains("has no row with that key");
        assertThat(run(DAILY, "booking_date=soon", "channel=youtube")).contains("booking_date=soon");
        assertThat(run(DAILY, day, "spend=1")).contains("'spend=1' is no key of " + DAILY);
        assertThat(run("quarantine", "stage=x")).contains("'quarantine' cannot be explained", DAILY);
    }

    private static void assertLastChangeLeadsToTheRow(Explanation e) {
        Map<String, String> values = new HashMap<>();
        List<Explanation.Version> oldestFirst = new ArrayList<>(e.history());
        Collections.reverse(oldestFirst);
        for (Explanation.Version version : oldestFirst) {
            for (Explanation.Change change : version.changes()) {
                assertThat(values.get(change.column())).as(change.column()).isEqualTo(change.before());
                values.put(change.column(), change.after());
            }
        }
        values.forEach(
                (column, value) -> assertThat(e.row().get(column)).as(column).isEqualTo(value));
        assertThat(values.keySet())
                .containsAll(e.row().keySet().stream()
                        .filter(c -> !c.equals("updated_at") && e.row().get(c) != null)
                        .toList());
    }

    /** A few rows, spread over the table. */
    private static List<Map<String, String>> some(String table) throws Exception {
        List<Map<String, String>> rows = lake.rows(table);
        assertThat(rows).as(table).isNotEmpty();
        int step = (rows.size() + ROWS_OF_A_TABLE - 1) / ROWS_OF_A_TABLE;
        return IntStream.iterate(0, i -> i < rows.size(), i -> i + step)
                .mapToObj(rows::get)
                .toList();
    }

    private static Map<String, String> notNull(Map<String, String> row) {
        Map<String, String> values = new HashMap<>(row);
        values.values().removeIf(v -> v == null);
        return values;
    }

    private static Explanation explain(String table, Map<String, String> row) throws Exception {
        return explain(
                explainer.tables().stream()
                        .filter(t -> t.name().equals(table))
                        .findFirst()
                        .orElseThrow(),
                row);
    }

    private static Explanation explain(TableSpec table, Map<String, String> row) throws Exception {
        Map<String, Object> key = new HashMap<>();
        for (String column : table.key()) {
            key.put(column, Values.parse(table.column(column).type(), row.get(column)));
        }
        return explainer.explain(table.name(), key, 10, Integer.MAX_VALUE);
    }

    private static Map<String, String> daily() throws Exception {
        return lake.rows(DAILY).stream()
                .filter(r -> r.get("booking_date").equals(restated.toString())
                        && r.get("channel").equals("youtube"))
                .findFirst()
                .orElseThrow();
    }

    private static long number(Map<String, String> row, String column) {
        return Long.parseLong(row.get(column));
    }

    private static Path newestSpend(Path input) throws Exception {
        try (Stream<Path> files = Files.list(input.resolve("ad-spend"))) {
            return files.filter(f -> !f.getFileName().toString().equals("file_index.json"))
                    .max(Path::compareTo)
                    .orElseThrow();
        }
    }

    private static void replay(Path input) {
        assertThat(Main.run("replay", "--input", input.toString(), "--lake", lakePath.toString()))
                .isZero();
    }

    /** What {@code ./tidemark explain} prints, errors too. */
    private static String run(String... arguments) {
        String[] all = Stream.of(new String[] {"explain"}, arguments, new String[] {"--lake", lakePath.toString()})
                .flatMap(Stream::of)
                .toArray(String[]::new);
        return Said.by(() -> Main.run(all)).text();
    }
}
