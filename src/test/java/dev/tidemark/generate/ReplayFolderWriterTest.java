package dev.tidemark.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.generate.FolderReading.Booking;
import dev.tidemark.generate.expected.ExpectedTable;
import dev.tidemark.generate.expected.ExpectedTables;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds a folder of 1,000 bookings against what the generator says is in it. */
class ReplayFolderWriterTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final GeneratorOptions OPTIONS =
            GeneratorOptions.builder().bookings(1_000).seed(11).build();

    @TempDir
    private static Path temp;

    private static Path folder;
    private static ReplaySummary summary;
    private static FolderReading reading;

    @BeforeAll
    static void write() throws IOException {
        folder = temp.resolve("replay");
        summary = new ReplayFolderWriter(OPTIONS).write(folder);
        reading = FolderReading.of(folder);
    }

    @Test
    void theCountsAreThoseOfTheFiles() throws IOException {
        assertThat(reading.quarantined).isEqualTo(summary.quarantined());
        assertThat(reading.lines).isEqualTo(summary.deliveries());
        assertThat(reading.duplicates).isEqualTo(summary.duplicates());
        assertThat(reading.accepted).hasSize((int) summary.accepted());
        assertThat(reading.unsupported).hasSize((int) summary.unsupported());
        assertThat(reading.superseded).isEqualTo(summary.superseded());
        assertThat(reading.asOf).isEqualTo(summary.asOf());
        JsonNode counts = JSON.readTree(folder.resolve("expected/counts.json").toFile());
        assertThat(counts.get("deliveries").asLong()).isEqualTo(summary.deliveries());
        assertThat(counts.get("bookings").asLong()).isEqualTo(summary.bookings());
        assertThat(counts.get("duplicates").asLong()).isEqualTo(summary.duplicates());
        assertThat(counts.get("late").asLong()).isEqualTo(summary.late()).isPositive();
        assertThat(counts.get("quarantined").get("bad_time").asLong())
                .isEqualTo(summary.quarantined().get("bad_time"));
    }

    @Test
    void withoutExpectedNumbersTheInputIsTheSame() throws IOException {
        Path input = temp.resolve("input");
        new ReplayFolderWriter(OPTIONS).writeInput(input);

        assertThat(input.resolve("expected")).doesNotExist();
        try (Stream<Path> files = Files.walk(folder).filter(Files::isRegularFile)) {
            for (Path f :
                    files.filter(f -> !f.startsWith(folder.resolve("expected"))).toList()) {
                assertThat(input.resolve(folder.relativize(f))).hasSameBinaryContentAs(f);
            }
        }
    }

    @Test
    void theTruthIsWhatTheBodiesTell() {
        Traffic traffic = new Traffic(OPTIONS);
        traffic.forEachRemaining(d -> {});
        List<Booking> truth = new ArrayList<>();
        traffic.truth()
                .forEachBooking(b -> truth.add(new Booking(
                        "guest." + b.person() + "@example.test",
                        b.bookedAt(),
                        b.reschedules(),
                        b.status().name(),
                        b.meetingStart())));
        assertThat(reading.bookings()).containsExactlyInAnyOrderElementsOf(truth);
        assertThat(truth).hasSize((int) summary.bookings());
    }

    @Test
    void everyOddityIsThere() {
        assertThat(summary.quarantined())
                .containsOnlyKeys(
                        "bad_duration",
                        "bad_order",
                        "bad_time",
                        "bad_type",
                        "body_too_large",
                        "created_in_future",
                        "invalid_json",
                        "late",
                        "missing_field");
        assertThat(summary.duplicates()).isPositive();
        assertThat(summary.superseded()).isPositive();
        assertThat(kinds(reading.unsupported)).hasSize(UnsupportedKind.count());
        assertThat(reading.bookings().stream().map(Booking::reschedules).collect(Collectors.toSet()))
                .contains(0, 1, 2, 3, 4);
        assertThat(reading.bookings().stream().map(Booking::status).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder("BOOKED", "HELD", "CANCELED", "NO_SHOW");
        assertThat(reading.bookings()).anyMatch(b -> b.meetingStart() == null);
        assertThat(anyPayload(p -> p.get("email").textValue().startsWith(" "))).isTrue();
        assertThat(anyPayload(p -> p.get("email").textValue().startsWith("GUEST")))
                .isTrue();
        assertThat(anyPayload(p -> p.get("name").textValue().endsWith(" "))).isTrue();
        assertThat(anyPayload(p -> p.get("created_at").textValue().endsWith("+05:30")))
                .isTrue();
        assertThat(anyPayload(p -> p.get("created_at").textValue().length() == "2026-01-01T00:00:00.000Z".length()))
                .isTrue();
        assertThat(anyPayload(p -> p.has("consent"))).as("unknown keys").isTrue();
        assertThat(anyPayload(p -> !p.has("payment"))).as("older shape").isTrue();
        assertThat(anyPayload(p -> p.get("scheduled_event")
                                .get("invitees_counter")
                                .get("total")
                                .asInt()
                        > 1))
                .as("group event")
                .isTrue();
        assertThat(anyPayload(p -> p.get("status").textValue().equals("canceled")
                        && p.get("scheduled_event").get("status").textValue().equals("active")))
                .as("canceled while the event stays active")
                .isTrue();
        assertThat(anyPayload(
                        p -> p.get("scheduled_event").get("event_memberships").size() == 2))
                .isTrue();
        assertThat(anyPayload(p -> p.get("scheduled_event").get("event_guests").size() == 2))
                .isTrue();
        assertThat(distinct(p -> String.valueOf(p.get("questions_and_answers").size())))
                .containsExactly("0", "1", "2", "3", "4");
        assertThat(distinct(p ->
                        p.get("scheduled_event").get("location").get("type").textValue()))
                .hasSize(LocationKind.values().length);
        assertThat(distinct(p ->
                        p.at("/scheduled_event/location/data/id").getNodeType().name()))
                .contains("NUMBER", "STRING");
        assertThat(distinct(p -> p.at("/tracking/utm_campaign").asText())).contains("null", "  ", "spring-1");
    }

    @Test
    void bothHalvesOfAMoveAreSometimesAloneAndSoIsACancellation() {
        Set<String> created = uris("invitee.created", "uri");
        Set<String> canceled = uris("invitee.canceled", "uri");
        Set<String> movedTo = uris("invitee.canceled", "new_invitee");
        Set<String> movedFrom = uris("invitee.created", "old_invitee");
        assertThat(created).as("new half missing").doesNotContain(missingFrom(movedTo, created));
        assertThat(canceled).as("old half missing").doesNotContain(missingFrom(movedFrom, canceled));
        assertThat(created).as("root never created").doesNotContain(missingFrom(movedFrom, created));
        assertThat(created).as("canceled without creation").doesNotContain(missingFrom(canceled, created));
    }

    private static String missingFrom(Set<String> those, Set<String> others) {
        return those.stream().filter(uri -> !others.contains(uri)).findFirst().orElseThrow();
    }

    @Test
    void theExpectedFilesHoldTheOraclesRows() throws IOException {
        Traffic traffic = new Traffic(OPTIONS);
        traffic.forEachRemaining(d -> {});
        for (ExpectedTable table : ExpectedTables.ALL) {
            JsonNode file = JSON.readTree(
                    folder.resolve("expected/" + table.name() + ".json").toFile());
            List<Map<String, Object>> rows = table.rows(traffic.truth());
            assertThat(file).hasSize(rows.size()).isNotEmpty();
            for (int i = 0; i < rows.size(); i++) {
                Map<String, String> expected = new TreeMap<>();
                rows.get(i).forEach((column, value) -> expected.put(column, String.valueOf(value)));
                Map<String, String> written = new TreeMap<>();
                file.get(i)
                        .properties()
                        .forEach(e -> written.put(e.getKey(), e.getValue().asText()));
                assertThat(written.keySet()).isEqualTo(expected.keySet());
                expected.forEach((column, value) -> assertThat(same(written.get(column), value))
                        .as("%s %s: %s, %s", table.name(), column, written.get(column), value)
                        .isTrue());
            }
        }
    }

    private static boolean same(String written, String expected) {
        return written.equals(expected)
                || expected.matches("-?\\d+\\.\\d+")
                        && new BigDecimal(written).compareTo(new BigDecimal(expected)) == 0;
    }

    @Test
    void aMoneyColumnIsWrittenAsAPlainNumber() throws IOException {
        String text = Files.readString(folder.resolve("expected/gold_cpb_by_channel.json"));
        assertThat(text)
                .contains("\"channel\":\"linkedin\",\"total_bookings_count\":0,\"total_spend\":0.00,\"cpb\":null");
    }

    @Test
    void theSpendFilesTellWhatTheOracleCounts() throws IOException {
        record Spend(LocalDate asOf, BigDecimal amount) {}
        Map<List<String>, Spend> newest = new HashMap<>();
        Set<String> restated = new TreeSet<>();
        Set<String> rowsSeen = new HashSet<>();
        int repeated = 0;
        Map<String, Long> refused = new TreeMap<>();
        List<String> index = new ArrayList<>();
        JSON.readTree(folder.resolve("ad-spend/file_index.json").toFile())
                .get("files")
                .forEach(name -> index.add(name.textValue()));
        for (String name : index) {
            LocalDate asOf = LocalDate.parse(name.substring("spend_data_".length(), name.length() - ".json".length()));
            for (JsonNode row : JSON.readTree(folder.resolve("ad-spend/" + name).toFile())) {
                String reason = SpendReading.reasonAgainst(row, asOf);
                if (reason != null) {
                    refused.merge(reason, 1L, Long::sum);
                    continue;
                }
                String channel = row.get("channel").textValue().trim().toLowerCase(java.util.Locale.ROOT);
                channel = channel.substring(0, channel.length() - "_paid_ads".length());
                List<String> key = List.of(row.get("date").textValue(), channel);
                BigDecimal amount = row.get("spend").decimalValue();
                Spend before = newest.put(key, new Spend(asOf, amount));
                if (before != null && before.amount().compareTo(amount) != 0) {
                    restated.add(key.toString());
                }
                repeated += rowsSeen.add(name + key) ? 0 : 1;
            }
        }
        JsonNode counts =
                JSON.readTree(folder.resolve("expected/counts.json").toFile()).get("ad_spend");
        Map<String, Long> claimed = new TreeMap<>();
        counts.get("quarantined")
                .properties()
                .forEach(e -> claimed.put(e.getKey(), e.getValue().asLong()));
        assertThat(claimed).isEqualTo(refused);
        assertThat(refused)
                .containsOnlyKeys("bad_date", "bad_number", "blank_channel", "future_date", "negative_spend");
        assertThat(restated).isNotEmpty();
        assertThat(repeated).isPositive();
        Map<List<String>, Spend> expected = new HashMap<>();
        for (JsonNode row : JSON.readTree(
                folder.resolve("expected/gold_daily_cpb_by_channel.json").toFile())) {
            if (!row.get("spend_as_of").isNull()) {
                expected.put(
                        List.of(
                                row.get("booking_date").textValue(),
                                row.get("channel").textValue()),
                        new Spend(
                                LocalDate.parse(row.get("spend_as_of").textValue()),
                                row.get("total_spend").decimalValue()));
            }
        }
        assertThat(expected.keySet()).isEqualTo(newest.keySet());
        expected.forEach((key, spend) -> {
            assertThat(newest.get(key).asOf()).as("%s", key).isEqualTo(spend.asOf());
            assertThat(newest.get(key).amount()).as("%s", key).isEqualByComparingTo(spend.amount());
        });
    }

    @Test
    void theMappingHasTheThreeDefaultsCampaignsAndAChangeover() throws IOException {
        JsonNode mapping = JSON.readTree(folder.resolve("event-types.json").toFile());
        Map<String, String> channels = new HashMap<>();
        mapping.forEach(m ->
                channels.put(m.get("event_type").textValue(), m.get("channel").textValue()));
        String base = "https://api.calendly.com/event_types/";
        assertThat(channels)
                .containsEntry(base + "d639ecd3-8718-4068-955a-436b10d72c78", "facebook")
                .containsEntry(base + "dbb4ec50-38cd-4bcd-bbff-efb7b5a6f098", "youtube")
                .containsEntry(base + "bb339e98-7a67-4af2-b584-8dbf95564312", "tiktok");
        assertThat(mapping).anyMatch(m -> m.get("valid_to").isTextual());
        assertThat(mapping).anyMatch(m -> m.get("campaign").isTextual());
        assertThat(mapping).hasSizeGreaterThan(channels.size());
        Set<String> booked = reading.accepted.stream()
                .map(r -> r.at("/payload/scheduled_event/event_type").textValue())
                .collect(Collectors.toSet());
        assertThat(booked).anyMatch(t -> !channels.containsKey(t));
    }

    @Test
    void theSameSeedGivesTheSameBytesAndAnotherSeedOthers() throws IOException {
        Path again = temp.resolve("again");
        new ReplayFolderWriter(OPTIONS).write(again);
        Path other = temp.resolve("other");
        new ReplayFolderWriter(
                        GeneratorOptions.builder().bookings(1_000).seed(12).build())
                .write(other);
        List<Path> names = filesOf(folder);
        assertThat(filesOf(again)).isEqualTo(names);
        for (Path name : names) {
            assertThat(again.resolve(name)).as(name.toString()).hasSameBinaryContentAs(folder.resolve(name));
        }
        Path part = Path.of("calendly-webhooks/part-0000.jsonl.gz");
        assertThat(Files.mismatch(folder.resolve(part), other.resolve(part))).isNotNegative();
        Path spend = Path.of("ad-spend/spend_data_2026-01-02.json");
        assertThat(Files.mismatch(folder.resolve(spend), other.resolve(spend))).isNotNegative();
    }

    @Test
    void plainAndWrappedFilesHoldTheSame() throws IOException {
        Path plain = temp.resolve("plain");
        new ReplayFolderWriter(OPTIONS).files(7).gzip(false).wrapped(true).write(plain);
        FolderReading wrapped = FolderReading.of(plain);
        assertThat(wrapped.files).hasSize(7).allMatch(f -> f.toString().endsWith(".jsonl"));
        assertThat(wrapped.quarantined).isEqualTo(reading.quarantined);
        assertThat(wrapped.accepted).isEqualTo(reading.accepted);
        JsonNode line = JSON.readTree(Files.readAllLines(wrapped.files.get(0)).get(0));
        assertThat(line.get("source").textValue()).isEqualTo("calendly_webhook");
        assertThat(line.get("ingestion_time").textValue())
                .startsWith("2026-01-01T")
                .hasSize(26);
    }

    @Test
    void aFolderWithSomethingInItIsLeftAlone() {
        assertThatThrownBy(() -> new ReplayFolderWriter(OPTIONS).write(folder))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining("must be new or empty");
    }

    private static List<Path> filesOf(Path root) throws IOException {
        try (Stream<Path> found = Files.walk(root)) {
            return found.filter(Files::isRegularFile)
                    .map(root::relativize)
                    .sorted()
                    .toList();
        }
    }

    private static boolean anyPayload(Predicate<JsonNode> wanted) {
        return reading.accepted.stream().map(r -> r.get("payload")).anyMatch(wanted);
    }

    private static Set<String> distinct(java.util.function.Function<JsonNode, String> of) {
        return reading.accepted.stream()
                .map(r -> of.apply(r.get("payload")))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> kinds(List<JsonNode> webhooks) {
        return webhooks.stream().map(r -> r.get("event").textValue()).collect(Collectors.toSet());
    }

    private static Set<String> uris(String kind, String field) {
        return reading.accepted.stream()
                .filter(r -> r.get("event").textValue().equals(kind))
                .map(r -> r.get("payload").get(field))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .collect(Collectors.toSet());
    }
}
