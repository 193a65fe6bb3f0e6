package dev.tidemark.cli;

import static dev.tidemark.testing.LakeReading.assertSameRows;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidemark.delta.DeltaTable;
import dev.tidemark.delta.Lake;
import dev.tidemark.generate.GeneratorOptions;
import dev.tidemark.table.ColumnType;
import dev.tidemark.table.TableRow;
import dev.tidemark.table.TableSpec;
import dev.tidemark.testing.GeneratedFolder;
import dev.tidemark.testing.LakeReading;
import dev.tidemark.testing.ProductCommand;
import dev.tidemark.testing.SparkCommand;
import dev.tidemark.topology.Tables;
import java.io.File;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Spark, in a JVM and on a class path of its own, finds in every table what {@code ./tidemark show} prints. */
@Timeout(900)
class SparkInteropITCase {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    @TempDir
    private static Path temp;

    private static Path lake;
    private static Path output;

    @BeforeAll
    static void replayAndReadWithSpark() throws Exception {
        lake = replayedInTwoRuns();
        output = readWithSpark();
    }

    @Test
    void sparkReadsEveryTableAsShowDoes() throws Exception {
        for (String table : LakeReading.tables()) {
            List<String> shown = rows(JSON.readTree(show(table, temp.resolve(table + ".json"))));
            assertThat(shown).as(table).isNotEmpty();
            List<String> read = new ArrayList<>();
            for (String line : Files.readAllLines(output.resolve(table + ".json"))) {
                read.add(text(JSON.readTree(line)));
            }
            assertSameRows(table, read, shown);
            assertThat(Files.readAllLines(output.resolve(table + ".schema")))
                    .as(table)
                    .containsExactlyElementsOf(Lake.at(lake.toString()).read(table).columns().stream()
                            .map(c -> c.name() + " " + c.type())
                            .toList());
        }
    }

    @Test
    void sparkReadsATableThatGrew() throws Exception {
        assertThat(Files.readAllLines(output.resolve("grown.schema")))
                .containsExactly("id string", "c0 bigint", "c1 decimal(18,2)", "c2 array<string>");
        assertThat(Files.readAllLines(output.resolve("grown.json")))
                .containsExactlyInAnyOrder(
                        "{\"id\":\"old\",\"c0\":1,\"c1\":null,\"c2\":null}",
                        "{\"id\":\"new\",\"c0\":2,\"c1\":3.50,\"c2\":[\"a\"]}");
    }

    @Test
    void sparkFindsTheSameRowsByPartition() throws Exception {
        try (Stream<Path> files = Files.list(output)) {
            List<Path> counts =
                    files.filter(f -> f.toString().endsWith(".count")).toList();
            assertThat(counts)
                    .hasSameSizeAs(Tables.catalog().tables().stream()
                            .filter(SparkInteropITCase::isPartitionedByDay)
                            .toList());
            for (Path file : counts) {
                String table = file.getFileName().toString().replace(".count", "");
                String[] found = Files.readString(file).split(" ");
                Path shown = temp.resolve(table + ".json");
                assertThat(JSON.readTree(show(table, shown, "--where=" + found[0]))
                                .size())
                        .as(table + " where " + found[0])
                        .isEqualTo(Integer.parseInt(found[1]))
                        .isPositive();
            }
        }
    }

    private static boolean isPartitionedByDay(TableSpec table) {
        return !table.partitionBy().isEmpty()
                && table.column(table.partitionBy().get(0)).type() == ColumnType.DATE;
    }

    @Test
    void theSpendFactIsTheSpendThatCounts() throws Exception {
        List<String> spend = new ArrayList<>();
        for (JsonNode row : shown("gold_daily_cpb_by_channel")) {
            if (!row.get("spend_as_of").isNull()) {
                spend.add(values(row, "booking_date", "channel", "total_spend", "spend_as_of"));
            }
        }

        List<JsonNode> fact = view("marketing_spend_fact");

        assertSameRows(
                "marketing_spend_fact",
                fact.stream()
                        .map(r -> values(r, "spend_date", "channel", "spend", "as_of_date"))
                        .toList(),
                spend);
    }

    @Test
    void theScheduledEventsAreTheMeetingsThatHostsHave() throws Exception {
        List<JsonNode> fact = view("scheduled_events_fact");
        List<JsonNode> hosts = shown("gold_meeting_load_per_employee");

        Set<String> seen = new TreeSet<>();
        shown("silver_fact_events")
                .forEach(r -> seen.add(r.get("data_payload_scheduled_event_uri").textValue()));
        assertThat(fact.stream().map(r -> r.get("scheduled_event_uri").textValue()))
                .containsExactlyInAnyOrderElementsOf(seen);
        List<JsonNode> takePlace = fact.stream()
                .filter(r -> !Set.of("canceled", "rescheduled")
                        .contains(r.get("status").textValue()))
                .toList();
        assertThat(hostCount(takePlace)).isEqualTo(sum(hosts, "total_meetings_count"));
        assertThat(hostCount(with(fact, "status", "canceled"))).isEqualTo(sum(hosts, "canceled_count"));
        assertThat(hostCount(with(fact, "status", "no_show"))).isEqualTo(sum(hosts, "no_show_count"));
        assertThat(takePlace.stream()
                        .mapToLong(r -> r.get("host_emails").size()
                                * r.get("duration_minutes").longValue())
                        .sum())
                .isEqualTo(sum(hosts, "meeting_minutes"))
                .isPositive();
        assertThat(with(fact, "status", "rescheduled"))
                .isNotEmpty()
                .allMatch(r -> r.get("invitees_count").intValue() == 0);
    }

    @Test
    void theInviteesStandAsTheirBookingsDo() throws Exception {
        List<JsonNode> fact = view("webhook_invitee_fact");
        List<JsonNode> daily = shown("gold_daily_bookings_by_channel");

        Set<String> seen = new TreeSet<>();
        shown("silver_fact_events")
                .forEach(r -> seen.add(r.get("data_payload_uri").textValue()));
        assertThat(fact.stream().map(r -> r.get("invitee_uri").textValue())).containsExactlyInAnyOrderElementsOf(seen);
        assertThat((long) with(fact, "status", "canceled").size())
                .isEqualTo(sum(daily, "cancellations_count"))
                .isPositive();
        assertThat((long) with(fact, "status", "no_show").size())
                .isEqualTo(sum(daily, "no_shows_count"))
                .isPositive();
        // every booking whose meeting is known has one invitee who was not moved
        assertThat((long) fact.size() - with(fact, "status", "rescheduled").size())
                .isEqualTo(sum(view("scheduled_events_fact"), "invitees_count"));
        assertThat(sum(fact, "webhooks_count"))
                .isEqualTo(shown("silver_fact_events").size());
    }

    @Test
    void theEventTypesAreThoseMappedAndThoseBooked() throws Exception {
        List<JsonNode> dim = view("event_type_dim");

        assertSameRows(
                "event_type_dim",
                with(dim, "is_mapped", "true").stream()
                        .map(r -> values(r, "event_type", "channel", "campaign", "valid_from", "valid_to"))
                        .toList(),
                shown("silver_event_type_dim").stream()
                        .map(r -> values(r, "event_type", "channel", "campaign", "valid_from", "valid_to"))
                        .toList());
        assertThat(with(dim, "is_mapped", "false"))
                .isNotEmpty()
                .allMatch(r -> r.get("channel").textValue().equals("others")
                        && r.get("bookings_count").longValue() > 0);
        Map<String, Long> bookings = new TreeMap<>();
        dim.forEach(r -> bookings.put(
                r.get("event_type").textValue(), r.get("bookings_count").longValue()));
        assertThat(bookings.values().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(sum(shown("gold_daily_bookings_by_channel"), "bookings_count"));
    }

    private static List<JsonNode> shown(String table) throws IOException, InterruptedException {
        List<JsonNode> rows = new ArrayList<>();
        JSON.readTree(show(table, temp.resolve(table + ".json"))).forEach(rows::add);
        return rows;
    }

    private static List<JsonNode> view(String name) throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        for (String line : Files.readAllLines(output.resolve(name + ".json"))) {
            rows.add(JSON.readTree(line));
        }
        return rows;
    }

    private static List<JsonNode> with(List<JsonNode> rows, String column, String value) {
        return rows.stream().filter(r -> r.get(column).asText().equals(value)).toList();
    }

    private static long hostCount(List<JsonNode> events) {
        return events.stream().mapToLong(r -> r.get("host_emails").size()).sum();
    }

    private static long sum(List<JsonNode> rows, String column) {
        return rows.stream().mapToLong(r -> r.get(column).longValue()).sum();
    }

    private static String values(JsonNode row, String... columns) {
        return Stream.of(columns).map(c -> text(row.get(c))).toList().toString();
    }

    /**
     * A lake whose logs have additions and removals: Gold is written over at every checkpoint and by the second run, and
     * small files were compacted.
     */
    private static Path replayedInTwoRuns() throws IOException {
        Path folder = temp.resolve("lake");
        GeneratedFolder input = GeneratedFolder.write(
                temp.resolve("in"),
                GeneratorOptions.builder()
                        .bookings(300)
                        .days(5)
                        .late(0)
                        .malformed(0.03)
                        .build());
        Path last = input.webhooks().resolve("part-0003.jsonl.gz");
        Path aside = Files.move(last, temp.resolve("aside"));
        for (int run = 0; run < 2; run++) {
            assertThat(Main.run("replay", "--input=" + input.path(), "--lake=" + folder))
                    .isZero();
            if (run == 0) {
                Files.move(aside, last);
            }
        }
        assertThat(Main.run("compact", "--quiet-for=0s", "--lake=" + folder)).isZero();
        try (Lake tables = Lake.at(folder.toString())) {
            TableSpec before = grown(ColumnType.LONG);
            tables.open(before).commitUpsert(List.of(TableRow.of(before, "old", 1L)), "test", 1);
            TableSpec after = grown(ColumnType.LONG, ColumnType.MONEY, ColumnType.array(ColumnType.STRING));
            DeltaTable table = tables.open(after);
            table.commitUpsert(
                    List.of(TableRow.of(after, "new", 2L, new BigDecimal("3.50"), new Object[] {"a"})), "test", 2);
        }
        return folder;
    }

    /** A table with a key and so many columns more. */
    private static TableSpec grown(ColumnType... types) {
        TableSpec.Builder table =
                TableSpec.upsert("grown", TableSpec.Layer.GOLD).column("id", ColumnType.STRING, "");
        for (int i = 0; i < types.length; i++) {
            table.column("c" + i, types[i], "");
        }
        return table.key("id").build();
    }

    private static Path readWithSpark() throws IOException, InterruptedException {
        Path rows = temp.resolve("spark");
        Path log = temp.resolve("spark.log");
        run(
                SparkCommand.of("SparkRows", lake.toString(), rows.toString(), ddl().toString())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile()),
                log);
        return rows;
    }

    private static Path ddl() throws IOException, InterruptedException {
        Path statements = temp.resolve("spark.sql");
        product(statements, "tables", "--ddl=spark", "--lake=" + lake);
        return statements;
    }

    private static File show(String table, Path output, String... more) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("show", table, "--lake=" + lake, "--format=json"));
        arguments.addAll(List.of(more));
        product(output, arguments.toArray(String[]::new));
        return output.toFile();
    }

    private static void product(Path output, String... arguments) throws IOException, InterruptedException {
        ProcessBuilder command = ProductCommand.of(arguments);
        command.command().addAll(1, SparkCommand.SHORT_LIVED);
        Path log = temp.resolve("product.log");
        run(command.redirectOutput(output.toFile()).redirectError(log.toFile()), log);
    }

    private static void run(ProcessBuilder command, Path log) throws IOException, InterruptedException {
        Process process = command.start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    }

    private static List<String> rows(JsonNode array) {
        List<String> rows = new ArrayList<>();
        array.forEach(row -> rows.add(text(row)));
        return rows;
    }

    /** A value as text that is the same for the same value: Spark writes all six digits of a second's fraction. */
    private static String text(JsonNode value) {
        if (value.isObject()) {
            Map<String, String> fields = new TreeMap<>();
            value.properties().forEach(f -> fields.put(f.getKey(), text(f.getValue())));
            return fields.toString();
        }
        if (value.isArray()) {
            return rows(value).toString();
        }
        if (value.isTextual() && value.textValue().matches("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z")) {
            return '"' + Instant.parse(value.textValue()).toString() + '"';
        }
        return value.toString();
    }
}
