package dev.tidemark.audit;

import dev.tidemark.delta.FileReading;
import dev.tidemark.delta.TableReader;
import dev.tidemark.domain.bookings.BookingTables;
import dev.tidemark.domain.bookings.SpendDay;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** The revisions of spend as Silver keeps them, and which of each day and channel counts. */
final class SpendLedger {
    private record Key(int day, String channel) {}

    private final Map<Key, List<Object[]>> revisions =
            new TreeMap<>(Comparator.comparingInt(Key::day).thenComparing(Key::channel));
    private final Columns columns;

    private SpendLedger(Columns columns) {
        this.columns = columns;
    }

    /** Reads what of the table is not known yet. */
    static SpendLedger of(Optional<TableReader> table, PerFile<List<Object[]>> known, FileReading reading)
            throws IOException {
        if (table.isEmpty()) {
            return new SpendLedger(null);
        }
        SpendLedger ledger = new SpendLedger(new Columns(table.get()));
        List<Object[]> rows = new ArrayList<>();
        known.of(table.get(), reading, Function.identity()).values().forEach(rows::addAll);
        rows.sort(Comparator.comparingInt(r -> (Integer) ledger.columns.value(r, "revision")));
        for (Object[] row : rows) {
            Key key = new Key((Integer) ledger.columns.value(row, "spend_date"), ledger.columns.text(row, "channel"));
            ledger.revisions.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
        }
        return ledger;
    }

    /** The spend that counts: of each day and channel the newest as-of date, then the newest revision. */
    List<SpendDay> current() {
        List<SpendDay> days = new ArrayList<>();
        revisions.forEach((key, rows) -> {
            Object[] counts = rows.get(0);
            for (Object[] row : rows) {
                counts = asOf(row) >= asOf(counts) ? row : counts;
            }
            BigDecimal spend = (BigDecimal) columns.value(counts, "spend");
            days.add(new SpendDay(key.day, key.channel, spend.unscaledValue().longValueExact(), asOf(counts)));
        });
        return days;
    }

    Explanation.Spend explain(SpendDay day) {
        Texts texts = new Texts(BookingTables.SILVER_MARKETING);
        List<Map<String, String>> rows = revisions.get(new Key(day.spendDay(), day.channel())).stream()
                .map(texts::of)
                .toList();
        return new Explanation.Spend(
                LocalDate.ofEpochDay(day.spendDay()).toString(),
                day.channel(),
                BigDecimal.valueOf(day.spendCents(), 2).toPlainString(),
                rows);
    }

    private int asOf(Object[] row) {
        return (Integer) columns.value(row, "as_of_date");
    }
}
