package dev.tidemark.domain.bookings.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.contract.GoldTable;
import dev.tidemark.contract.ReportingTime;
import dev.tidemark.domain.bookings.Samples;
import dev.tidemark.domain.bookings.SpendDay;
import dev.tidemark.domain.bookings.WebhookEvent;
import dev.tidemark.domain.bookings.kpi.BookingGold;
import dev.tidemark.domain.bookings.kpi.WindowRule;
import dev.tidemark.domain.bookings.reference.EventTypeMapping;
import dev.tidemark.domain.bookings.spend.SpendFiles;
import dev.tidemark.generate.GeneratorOptions;
import dev.tidemark.generate.ReferenceFiles;
import dev.tidemark.generate.Traffic;
import dev.tidemark.generate.expected.ExpectedTable;
import dev.tidemark.generate.expected.ExpectedTables;
import dev.tidemark.gold.Contribution;
import dev.tidemark.gold.GoldLake;
import dev.tidemark.table.ColumnType;
import dev.tidemark.table.TableRow;
import dev.tidemark.testing.GeneratedEvents;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every Gold number of a generated traffic with all oddities is the one that the generator expects. */
class GeneratedTrafficTest {
    private static final OutputTag<TableRow> ROWS = new OutputTag<>("rows", TypeInformation.of(TableRow.class));
    private static final Duration LATENESS = Duration.ofDays(60);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"1, UTC, 40, false", "2, America/New_York, 40, true", "3, Asia/Kolkata, 90, true"})
    void givesTheGoldThatTheGeneratorExpects(long seed, ZoneId zone, int days, boolean shuffled) throws Exception {
        GeneratorOptions options = GeneratorOptions.builder()
                .bookings(1_500)
                .days(days)
                .seed(seed)
                .reportingZone(zone)
                .campaigns(3)
                .build();
        ReportingTime time = new ReportingTime(zone);
        List<GoldTable> gold = BookingGold.tables(new WindowRule(time, LATENESS));
        Traffic traffic = new Traffic(options);
        List<WebhookEvent> events =
                new ArrayList<>(GeneratedEvents.accepted(traffic, options.start(), Samples.personKeys(), time));
        if (shuffled) {
            Collections.shuffle(events, new Random(seed));
        }
        new ReferenceFiles(options).write(folder);
        Map<String, GoldLake> lakes = new LinkedHashMap<>();
        gold.forEach(t -> lakes.put(t.spec().name(), new GoldLake(t)));

        EventTypeMapping mapping =
                EventTypeMapping.parse(Files.readAllBytes(folder.resolve("event-types.json")), Long.MIN_VALUE);
        follow(events, mapping, gold, time, traffic.truth().asOf(), lakes);
        for (SpendDay spend : SpendFiles.current(folder.resolve("ad-spend"))) {
            lakes.values().forEach(l -> l.add(spend));
        }

        long asOf = ReportingTime.micros(traffic.truth().asOf());
        for (ExpectedTable expected : ExpectedTables.ALL) {
            GoldLake lake = lakes.get(expected.name()).checkpoint(asOf);
            List<String> columns = List.copyOf(lake.rows().get(0).keySet());
            assertThat(texts(lake.rows(), columns, types(gold, expected.name())))
                    .as(expected.name())
                    .containsExactlyInAnyOrderElementsOf(texts(expected.rows(traffic.truth()), columns, Map.of()));
        }
    }

    private static void follow(
            List<WebhookEvent> events,
            EventTypeMapping mapping,
            List<GoldTable> gold,
            ReportingTime time,
            Instant asOf,
            Map<String, GoldLake> lakes)
            throws Exception {
        FollowBookings follow = new FollowBookings(ROWS, gold, mapping, time, LATENESS, Duration.ofDays(400));
        try (KeyedBroadcastOperatorTestHarness<String, WebhookEvent, EventTypeMapping, Contribution> harness =
                new KeyedBroadcastOperatorTestHarness<>(
                        new FollowBookingsOperator(follow), WebhookEvent::personKey, Types.STRING, 1, 1, 0)) {
            harness.open();
            for (WebhookEvent e : events) {
                harness.processElement(new StreamRecord<>(e));
            }
            harness.processWatermark(asOf.toEpochMilli());
            harness.processBroadcastWatermark(new Watermark(asOf.toEpochMilli()));
            for (Contribution c : harness.extractOutputValues()) {
                lakes.get(c.group().table()).take(c);
            }
            followMeetings(harness.getSideOutput(FollowBookings.MEETINGS), gold, lakes);
        }
    }

    private static void followMeetings(
            Iterable<StreamRecord<MeetingPart>> parts, List<GoldTable> gold, Map<String, GoldLake> lakes)
            throws Exception {
        try (var harness = new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new FollowMeetings(gold, Duration.ofDays(400))),
                MeetingPart::meetingId,
                Types.STRING)) {
            harness.open();
            for (StreamRecord<MeetingPart> part : parts) {
                harness.processElement(part.getValue(), 0);
            }
            for (Contribution c : harness.extractOutputValues()) {
                lakes.get(c.group().table()).take(c);
            }
        }
    }

    private static Map<String, ColumnType> types(List<GoldTable> gold, String name) {
        Map<String, ColumnType> types = new HashMap<>();
        gold.stream()
                .filter(t -> t.spec().name().equals(name))
                .forEach(t -> t.spec().columns().forEach(c -> types.put(c.name(), c.type())));
        return types;
    }

    private static List<String> texts(
            List<Map<String, Object>> rows, List<String> columns, Map<String, ColumnType> types) {
        return rows.stream()
                .map(r -> String.join(
                        " ",
                        columns.stream()
                                .filter(c -> !c.equals("updated_at"))
                                .map(c -> c + "=" + text(r.get(c), types.get(c)))
                                .toList()))
                .toList();
    }

    private static String text(Object value, ColumnType type) {
        if (value instanceof BigDecimal d) {
            return d.toPlainString();
        }
        if (type == ColumnType.DATE && value != null) {
            return LocalDate.ofEpochDay((Integer) value).toString();
        }
        if (type == ColumnType.TIMESTAMP && value != null) {
            return ReportingTime.instant((Long) value).toString();
        }
        return String.valueOf(value);
    }
}
