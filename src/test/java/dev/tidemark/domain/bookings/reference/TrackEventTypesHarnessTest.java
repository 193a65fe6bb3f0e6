package dev.tidemark.domain.bookings.reference;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.contract.ReportingTime;
import dev.tidemark.domain.bookings.BookingTables;
import dev.tidemark.ingest.polled.PolledFile;
import dev.tidemark.silver.Quarantine;
import dev.tidemark.table.TableRow;
import dev.tidemark.table.TableSpec;
import dev.tidemark.table.Utf8;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrackEventTypesHarnessTest {
    private static final OutputTag<TableRow> ROWS = new OutputTag<>("rows", TypeInformation.of(TableRow.class));
    private static final long READ = ReportingTime.micros(Instant.parse("2026-02-01T06:15:00Z"));
    private static final String GOOD = "[{\"event_type\": \"u\", \"channel\": \"blog\"}]";

    private OneInputStreamOperatorTestHarness<PolledFile, EventTypeMapping> track;

    @BeforeEach
    void open() throws Exception {
        track = ProcessFunctionTestHarnesses.forProcessFunction(
                new TrackEventTypes(ROWS, new ReportingTime(ZoneOffset.UTC)));
    }

    @AfterEach
    void close() throws Exception {
        track.close();
    }

    @Test
    void tellsTheMappingAndSinceWhenItIsKnown() throws Exception {
        take(new PolledFile("types.json", "e1", READ, READ, GOOD.getBytes(UTF_8), 0));
        take(new PolledFile("types.json", "e2", READ, Long.MIN_VALUE, "[]".getBytes(UTF_8), 0));

        assertThat(track.extractOutputValues())
                .extracting(EventTypeMapping::knownAtMicros)
                .containsExactly(READ, Long.MIN_VALUE);
        assertThat(rows("silver_event_type_dim")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "{}", "[{}]", "[{\"event_type\": \"u\", \"channel\": \"c\", \"valid_to\": 7}]", "\u00fc"
            })
    void aBrokenFileIsKeptAndLeavesTheLastGoodMappingInForce(String broken) throws Exception {
        take(new PolledFile("types.json", "e1", READ, GOOD.getBytes(UTF_8)));
        take(new PolledFile("types.json", "e2", READ, broken.getBytes(ISO_8859_1)));

        assertThat(track.extractOutputValues()).hasSize(1);
        assertThat(rows("bronze_event_types").map(r -> value(BookingTables.BRONZE_EVENT_TYPES, r, "etag")))
                .containsExactly("e1", "e2");
        TableRow refused = rows("quarantine").findFirst().orElseThrow();
        assertThat(value(Quarantine.TABLE, refused, "feed")).isEqualTo("event-types");
        assertThat(value(Quarantine.TABLE, refused, "stage")).isEqualTo("decode");
        assertThat(value(Quarantine.TABLE, refused, "reason")).isEqualTo("invalid_mapping");
        assertThat(value(Quarantine.TABLE, refused, "source_position")).isEqualTo("types.json@e2:0");
        assertThat(rows("silver_event_type_dim")).hasSize(1);
    }

    @Test
    void aFileThatIsTooLargeGoesToQuarantine() throws Exception {
        take(new PolledFile("types.json", "e1", READ, READ, new byte[0], 17_000_000));

        assertThat(track.extractOutputValues()).isEmpty();
        assertThat(rows("quarantine").map(r -> value(Quarantine.TABLE, r, "reason")))
                .containsExactly("file_too_large");
    }

    @Test
    void keepsEveryVersionAsItCame() throws Exception {
        take(new PolledFile("types.json", "e1", READ, GOOD.getBytes(UTF_8)));

        TableRow row = rows("bronze_event_types").findFirst().orElseThrow();
        assertThat(row.values())
                .containsExactly(
                        "types.json",
                        "e1",
                        READ,
                        READ,
                        (int) LocalDate.parse("2026-02-01").toEpochDay(),
                        "utf-8",
                        Utf8.of(GOOD));
    }

    private void take(PolledFile file) throws Exception {
        track.processElement(new StreamRecord<>(file));
    }

    private Stream<TableRow> rows(String table) {
        return List.copyOf(track.getSideOutput(ROWS)).stream()
                .map(StreamRecord::getValue)
                .filter(r -> r.table().equals(table));
    }

    private static Object value(TableSpec table, TableRow row, String column) {
        return row.values()[table.ordinal(column)];
    }
}
