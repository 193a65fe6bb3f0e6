package dev.tidemark.domain.bookings.spend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.contract.GoldTable;
import dev.tidemark.contract.ReportingTime;
import dev.tidemark.domain.bookings.BookingTables;
import dev.tidemark.domain.bookings.kpi.DailyCpbByChannel;
import dev.tidemark.domain.bookings.kpi.WindowRule;
import dev.tidemark.gold.Contribution;
import dev.tidemark.gold.GoldLake;
import dev.tidemark.ingest.EndOfReplay;
import dev.tidemark.ingest.polled.PolledFile;
import dev.tidemark.silver.Quarantine;
import dev.tidemark.table.TableRow;
import dev.tidemark.table.TableSpec;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;

class SpendHarnessTest {
    private static final OutputTag<Contribution> DELIVERIES =
            new OutputTag<>("deliveries", TypeInformation.of(Contribution.class));
    private static final OutputTag<TableRow> ROWS = new OutputTag<>("rows", TypeInformation.of(TableRow.class));
    private static final ReportingTime TIME = new ReportingTime(ZoneOffset.UTC);
    private static final Path SAMPLES = Path.of("src/test/resources/samples/spend");
    private static final long READ = ReportingTime.micros(Instant.parse("2026-02-01T06:15:00Z"));

    @Test
    void acceptsARowOrPutsItIntoQuarantineAndShowsEachInBronze() throws Exception {
        PolledFile file =
                new PolledFile("bad_rows.json", "e1", READ, Files.readAllBytes(SAMPLES.resolve("bad_rows.json")));
        try (OneInputStreamOperatorTestHarness<PolledFile, SpendRow> accept = accept()) {
            accept.processElement(new StreamRecord<>(file));

            assertThat(accept.extractOutputValues())
                    .extracting(SpendRow::channel)
                    .containsExactly("youtube", "snapchat");
            List<TableRow> rows = rows(accept);
            assertThat(rows.stream().filter(r -> r.table().equals("bronze_ad_spend")))
                    .hasSize(4)
                    .allMatch(
                            r -> value(BookingTables.BRONZE_AD_SPEND, r, "etag").equals("e1"));
            List<TableRow> refused = quarantined(rows);
            assertThat(refused.stream().map(r -> value(Quarantine.TABLE, r, "reason")))
                    .containsExactly("negative_spend", "bad_number");
            assertThat(refused.stream().map(r -> value(Quarantine.TABLE, r, "source_position")))
                    .containsExactly("bad_rows.json@e1:2", "bad_rows.json@e1:4");
            assertThat(value(Quarantine.TABLE, refused.get(0), "raw_payload").toString())
                    .startsWith("{")
                    .contains("facebook_paid_ads")
                    .endsWith("}");
            assertThat(refused.stream().map(r -> value(Quarantine.TABLE, r, "ingest_date")))
                    .containsOnly(day("2026-02-01"));
        }
    }

    @Test
    void aFileThatIsNoArrayGoesToQuarantineWhole() throws Exception {
        try (OneInputStreamOperatorTestHarness<PolledFile, SpendRow> accept = accept()) {
            accept.processElement(
                    new StreamRecord<>(new PolledFile("a.json", "e1", READ, "[{\"date\"".getBytes(UTF_8))));
            accept.processElement(new StreamRecord<>(new PolledFile("b.json", "e2", READ, new byte[0])));

            assertThat(accept.extractOutputValues()).isEmpty();
            List<TableRow> rows = rows(accept);
            assertThat(quarantined(rows)).hasSize(2).isEqualTo(rows);
            assertThat(rows.stream().map(r -> value(Quarantine.TABLE, r, "reason")))
                    .containsOnly("invalid_json");
            assertThat(value(Quarantine.TABLE, rows.get(0), "raw_payload")).hasToString("[{\"date\"");
            assertThat(value(Quarantine.TABLE, rows.get(0), "stage")).isEqualTo("decode");
        }
    }

    @Test
    void countsTheMarkOfAReplaysEnd() throws Exception {
        try (OneInputStreamOperatorTestHarness<PolledFile, SpendRow> accept = accept()) {
            accept.processElement(new StreamRecord<>(PolledFile.END_OF_REPLAY));

            assertThat(accept.getOperator()
                            .getRuntimeContext()
                            .getAccumulator(EndOfReplay.ACCUMULATOR)
                            .getLocalValue())
                    .isEqualTo(1);
            assertThat(rows(accept)).isEmpty();
        }
    }

    @Test
    void theNewestAsOfCountsThenTheNewestArrivalAndEveryRevisionIsKept() throws Exception {
        try (KeyedOneInputStreamOperatorTestHarness<SpendKey, SpendRow, Contribution> revise = revise(null)) {
            revise.processElement(row("2026-01-16", 100));
            revise.processElement(row("2026-01-15", 900));
            revise.processElement(row("2026-01-17", 300));
            revise.processElement(row("2026-01-17", 200));

            assertThat(revisions(revise))
                    .containsExactly(
                            "1.00 2026-01-16 1", "9.00 2026-01-15 2", "3.00 2026-01-17 3", "2.00 2026-01-17 4");
            assertThat(spend(revise)).containsExactly(List.of(new BigDecimal("2.00"), day("2026-01-17")));
        }
    }

    @Test
    void aRepeatedRowIsNoRevision() throws Exception {
        try (KeyedOneInputStreamOperatorTestHarness<SpendKey, SpendRow, Contribution> revise = revise(null)) {
            revise.processElement(row("2026-01-16", 100));
            revise.processElement(row("2026-01-17", 100));
            int contributions = revise.getOutput().size();

            revise.processElement(row("2026-01-17", 100));
            revise.processElement(row("2026-01-16", 100));

            assertThat(revisions(revise)).hasSize(2);
            assertThat(revise.getOutput()).hasSize(contributions);
        }
    }

    @Test
    void aNumberThatIsSetBackCountsAgain() throws Exception {
        try (KeyedOneInputStreamOperatorTestHarness<SpendKey, SpendRow, Contribution> revise = revise(null)) {
            revise.processElement(row("2026-01-16", 100));
            revise.processElement(row("2026-01-16", 200));
            revise.processElement(row("2026-01-16", 100));

            assertThat(revisions(revise)).hasSize(3);
            assertThat(spend(revise)).containsExactly(List.of(new BigDecimal("1.00"), day("2026-01-16")));
        }
    }

    @Test
    void revisionsGoOnAfterARestart() throws Exception {
        OperatorSubtaskState snapshot;
        List<Contribution> before;
        try (KeyedOneInputStreamOperatorTestHarness<SpendKey, SpendRow, Contribution> revise = revise(null)) {
            revise.processElement(row("2026-01-15", 50));
            revise.processElement(row("2026-01-16", 100));
            before = revise.extractOutputValues();
            snapshot = revise.snapshot(1, 1);
        }
        try (KeyedOneInputStreamOperatorTestHarness<SpendKey, SpendRow, Contribution> revise = revise(snapshot)) {
            revise.processElement(row("2026-01-15", 50));
            revise.processElement(row("2026-01-17", 70));

            assertThat(revisions(revise)).containsExactly("0.70 2026-01-17 3");
            GoldLake lake = lake();
            before.forEach(lake::take);
            revise.extractOutputValues().forEach(lake::take);
            assertThat(lake.checkpoint(0).select("total_spend", "spend_as_of"))
                    .containsExactly(List.of(new BigDecimal("0.70"), day("2026-01-17")));
        }
    }

    private static OneInputStreamOperatorTestHarness<PolledFile, SpendRow> accept() throws Exception {
        return ProcessFunctionTestHarnesses.forProcessFunction(new AcceptSpend(ROWS, DELIVERIES, List.of(), TIME));
    }

    private static KeyedOneInputStreamOperatorTestHarness<SpendKey, SpendRow, Contribution> revise(
            OperatorSubtaskState restored) throws Exception {
        KeyedOneInputStreamOperatorTestHarness<SpendKey, SpendRow, Contribution> harness =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new KeyedProcessOperator<>(new ReviseSpend(ROWS, List.of(gold()))),
                        SpendKey::of,
                        TypeInformation.of(SpendKey.class));
        harness.setup();
        if (restored != null) {
            harness.initializeState(restored);
        }
        harness.open();
        return harness;
    }

    private static GoldTable gold() {
        return new DailyCpbByChannel(new WindowRule(TIME, Duration.ofDays(60)));
    }

    private static GoldLake lake() {
        return new GoldLake(gold());
    }

    private static List<List<Object>> spend(
            KeyedOneInputStreamOperatorTestHarness<SpendKey, SpendRow, Contribution> harness) {
        GoldLake lake = lake();
        harness.extractOutputValues().forEach(lake::take);
        return lake.checkpoint(0).select("total_spend", "spend_as_of");
    }

    private static List<String> revisions(AbstractStreamOperatorTestHarness<?> harness) {
        return rows(harness).stream()
                .map(r -> value(BookingTables.SILVER_MARKETING, r, "spend") + " "
                        + LocalDate.ofEpochDay((Integer) value(BookingTables.SILVER_MARKETING, r, "as_of_date")) + " "
                        + value(BookingTables.SILVER_MARKETING, r, "revision"))
                .toList();
    }

    private static List<TableRow> rows(AbstractStreamOperatorTestHarness<?> harness) {
        List<TableRow> rows = new ArrayList<>();
        if (harness.getSideOutput(ROWS) != null) {
            harness.getSideOutput(ROWS).forEach(r -> rows.add(r.getValue()));
        }
        return rows;
    }

    private static List<TableRow> quarantined(List<TableRow> rows) {
        return rows.stream().filter(r -> r.table().equals("quarantine")).toList();
    }

    private static Object value(TableSpec table, TableRow row, String column) {
        return row.values()[table.ordinal(column)];
    }

    private static StreamRecord<SpendRow> row(String asOf, long cents) {
        return new StreamRecord<>(
                new SpendRow(day("2026-01-14"), "youtube", cents, day(asOf), "spend_" + asOf + ".json", READ));
    }

    private static int day(String date) {
        return (int) LocalDate.parse(date).toEpochDay();
    }
}
