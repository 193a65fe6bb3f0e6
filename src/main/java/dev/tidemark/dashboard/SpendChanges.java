package dev.tidemark.dashboard;

import dev.tidemark.delta.FileReading;
import dev.tidemark.delta.TableFile;
import dev.tidemark.delta.TableReader;
import dev.tidemark.table.Column;
import dev.tidemark.table.TableSpec;
import dev.tidemark.table.Values;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Where the spend of a day was restated, from {@value #TABLE}: the newest as-of date counts, then the newest revision. Of
 * the table only what counts now and what changed is kept; each of its files is read once.
 */
final class SpendChanges {
    static final String TABLE = "silver_fact_marketing";

    private final LakeTables tables;
    private final FileReading reading;
    private final TableSpec table;
    private final Set<String> read = new HashSet<>();
    private final NavigableMap<Integer, Map<String, Course>> days = new TreeMap<>();

    /**
     * A day's spend that became another.
     *
     * @param before the amount that counted before
     * @param after the amount that counts from then on
     * @param at when it was read, ISO 8601
     */
    record Restated(String day, String channel, BigDecimal before, BigDecimal after, String at) {}

    private static final class Course {
        private int asOf = Integer.MIN_VALUE;
        private BigDecimal amount;
        private final List<Restated> changes = new ArrayList<>(0);
    }

    SpendChanges(LakeTables tables, FileReading reading) {
        this.tables = tables;
        this.reading = reading;
        this.table = tables.spec(TABLE);
    }

    /** The changes of some days and channels, by day and channel, the oldest first. */
    synchronized List<Restated> of(DayRange range, Collection<String> channels) throws IOException {
        refresh();
        List<Restated> found = new ArrayList<>();
        days.subMap(range.first(), true, range.last(), true)
                .values()
                .forEach(day -> day.forEach((channel, course) -> {
                    if (channels.contains(channel)) {
                        found.addAll(course.changes);
                    }
                }));
        return found;
    }

    /** Reads what there is now. */
    synchronized void refresh() throws IOException {
        LakeTables.Opened opened = tables.open(table).orElse(null);
        if (opened == null) {
            forget();
            return;
        }
        Set<String> now = new HashSet<>();
        opened.files().forEach(f -> now.add(f.id()));
        if (!now.containsAll(read)) {
            forget(); // files were put together, or the table is another one
        }
        List<TableFile> added = new ArrayList<>(opened.files());
        added.removeIf(f -> read.contains(f.id()));
        if (!added.isEmpty()) {
            // the files of one day together: what counts is decided in the order of the revisions
            added.sort(Comparator.comparing(f -> f.partition().toString()));
            Batch batch = new Batch(opened.reader());
            reading.readEach(opened.reader(), added, Function.identity(), batch::take);
            batch.end();
        }
        read.addAll(now);
    }

    private void forget() {
        read.clear();
        days.clear();
    }

    /** Takes the rows of one day after the other. */
    private final class Batch {
        private final List<Column> columns;
        private final Map<String, Integer> at = new HashMap<>();
        private final List<Object[]> rows = new ArrayList<>();
        private Map<String, String> day = Map.of();

        Batch(TableReader reader) {
            this.columns = reader.columns();
            for (int i = 0; i < columns.size(); i++) {
                at.put(columns.get(i).name(), i);
            }
        }

        void take(TableFile file, List<Object[]> of) {
            if (!file.partition().equals(day)) {
                end();
                day = file.partition();
            }
            rows.addAll(of);
        }

        void end() {
            rows.sort(Comparator.comparingInt(r -> (Integer) r[at.get("revision")]));
            rows.forEach(this::add);
            rows.clear();
        }

        private void add(Object[] row) {
            int spendDay = (Integer) row[at.get("spend_date")];
            String channel = (String) row[at.get("channel")];
            int asOf = (Integer) row[at.get("as_of_date")];
            Course course =
                    days.computeIfAbsent(spendDay, d -> new TreeMap<>()).computeIfAbsent(channel, c -> new Course());
            if (asOf < course.asOf) {
                return;
            }
            BigDecimal amount = (BigDecimal) row[at.get("spend")];
            if (course.amount != null && course.amount.compareTo(amount) != 0) {
                int time = at.get("ingestion_time");
                course.changes.add(new Restated(
                        DayRange.text(spendDay),
                        channel,
                        course.amount,
                        amount,
                        Values.format(columns.get(time).type(), row[time])));
            }
            course.asOf = asOf;
            course.amount = amount;
        }
    }
}
