package dev.tidemark.dashboard;

import dev.tidemark.delta.DataFileWriters;
import dev.tidemark.delta.DeltaTable;
import dev.tidemark.delta.Lake;
import dev.tidemark.table.RowBuilder;
import dev.tidemark.table.TableRow;
import dev.tidemark.table.TableSpec;
import dev.tidemark.topology.Tables;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Writes rows into tables of a lake as the job does, a commit a call. */
final class SmallLake {
    static final long WRITTEN_AT = micros("2026-02-01T00:00:00Z");

    private final Lake lake;
    private final Map<String, Long> transactions = new HashMap<>();

    SmallLake(Path folder) {
        this.lake = Lake.at(folder.toString());
    }

    static int day(String text) {
        return (int) LocalDate.parse(text).toEpochDay();
    }

    static long micros(String text) {
        return Instant.parse(text).toEpochMilli() * 1_000;
    }

    /** Writes rows of a table that is upserted. */
    @SafeVarargs
    final void upsert(String table, Consumer<RowBuilder>... rows) throws IOException {
        upsert(table, List.of(rows));
    }

    void upsert(String table, List<Consumer<RowBuilder>> rows) throws IOException {
        TableSpec spec = Tables.catalog().table(table);
        List<TableRow> built = new ArrayList<>();
        for (Consumer<RowBuilder> row : rows) {
            RowBuilder b = new RowBuilder(spec);
            row.accept(b);
            built.add(b.set("updated_at", WRITTEN_AT).build());
        }
        DeltaTable open = lake.open(spec);
        open.commitUpsert(built, "test", transactions.merge(table, 1L, Long::sum));
    }

    /** Writes rows of a table that only grows. */
    @SafeVarargs
    final void append(String table, Consumer<RowBuilder>... rows) throws IOException {
        append(table, List.of(rows));
    }

    void append(String table, List<Consumer<RowBuilder>> rows) throws IOException {
        TableSpec spec = Tables.catalog().table(table);
        DataFileWriters writers = lake.dataFileWriters();
        for (Consumer<RowBuilder> row : rows) {
            RowBuilder b = new RowBuilder(spec);
            row.accept(b);
            writers.write(spec, b.values());
        }
        lake.open(spec).commitAppend(writers.finish().get(table), "test", transactions.merge(table, 1L, Long::sum));
    }

    /** A row of the daily bookings. */
    static Consumer<RowBuilder> bookings(
            String day, String channel, long bookings, long canceled, long noShows, long held, boolean isFinal) {
        return row -> row.set("booking_date", day(day))
                .set("channel", channel)
                .set("bookings_count", bookings)
                .set("reschedules_count", 0L)
                .set("cancellations_count", canceled)
                .set("no_shows_count", noShows)
                .set("held_count", held)
                .set("net_bookings_count", bookings - canceled - noShows)
                .set("unique_people_count", bookings)
                .set("booking_week", 1)
                .set("is_final", isFinal);
    }

    /** A row of the daily cost; {@code spend} null for no spend known. */
    static Consumer<RowBuilder> cost(String day, String channel, long bookings, long net, String spend) {
        return row -> row.set("booking_date", day(day))
                .set("channel", channel)
                .set("total_bookings", bookings)
                .set("net_bookings", net)
                .set("total_spend", new BigDecimal(spend == null ? "0.00" : spend))
                .set("spend_as_of", spend == null ? null : day(day) + 1)
                .set("is_final", false);
    }
}
