package dev.tidemark.audit;

import dev.tidemark.config.TidemarkConfig;
import dev.tidemark.contract.CellKey;
import dev.tidemark.contract.GoldFact;
import dev.tidemark.contract.GoldTable;
import dev.tidemark.contract.ReportingTime;
import dev.tidemark.delta.FileReading;
import dev.tidemark.delta.Lake;
import dev.tidemark.delta.LakeOptions;
import dev.tidemark.delta.TableFile;
import dev.tidemark.delta.TableReader;
import dev.tidemark.domain.bookings.BookingStatus;
import dev.tidemark.domain.bookings.BookingTables;
import dev.tidemark.domain.bookings.BookingView;
import dev.tidemark.domain.bookings.MeetingView;
import dev.tidemark.domain.bookings.SpendDay;
import dev.tidemark.domain.bookings.kpi.BookingGold;
import dev.tidemark.domain.bookings.kpi.WindowRule;
import dev.tidemark.domain.bookings.lifecycle.AllFacts;
import dev.tidemark.gold.GoldSheet;
import dev.tidemark.table.TableSpec;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Traces a Gold row to the ledger and the revisions of spend: the facts of every booking are made again of the ledger's
 * last word on it, those that are counted in the row are its parts, and the row made of all of them must be the lake's.
 *
 * <p>The first explanation reads the whole ledger, the next only what was added to it. Close it; not for several threads
 * at a time.
 */
public final class Explainer implements AutoCloseable {
    /** Rows of each of the tables that stay in memory from one explanation to the next: about 600 bytes each. */
    private static final long MOST_ROWS = 400_000;

    private final TidemarkConfig config;
    private final Lake lake;
    private final WindowRule window;
    private final FileReading reading = new FileReading();
    private final PerFile<List<LedgerBook.Change>> ledgerFiles = new PerFile<>(MOST_ROWS);
    private final PerFile<List<Object[]>> spendFiles = new PerFile<>(MOST_ROWS);
    private final PerFile<RecordedWatermark> watermarkFiles = new PerFile<>(MOST_ROWS);

    public Explainer(TidemarkConfig config) {
        this.config = config;
        this.lake = Lake.at(config.lake(), LakeOptions.DEFAULT.withS3(config.s3()));
        this.window = new WindowRule(new ReportingTime(config.zone()), config.allowedLateness());
    }

    /** The tables that can be explained. */
    public List<TableSpec> tables() {
        return BookingGold.tables(window).stream().map(GoldTable::spec).toList();
    }

    /**
     * Explains a row.
     *
     * @param table a table of {@link #tables}
     * @param key the values of its key columns, by column
     * @param versions how many versions of the row to go back
     * @param ledgers of how many bookings to tell the ledger's rows; the others come without
     * @throws IllegalArgumentException if the lake has no such row
     * @throws IOException if the lake can't be read
     */
    public Explanation explain(String table, Map<String, Object> key, int versions, int ledgers) throws IOException {
        GoldTable gold = BookingGold.tables(window).stream()
                .filter(t -> t.spec().name().equals(table))
                .findFirst()
                .orElseThrow();
        LakeCut cut = LakeCut.newest(
                lake,
                List.of(
                        BookingTables.SILVER_LEDGER,
                        BookingTables.SILVER_MARKETING,
                        BookingTables.BRONZE_EVENT_TYPES,
                        RecordedWatermark.table(),
                        gold.spec()));
        Object[] row = row(cut, gold.spec(), key);
        Texts texts = new Texts(gold.spec());

        TableReader ledgerTable = cut.table(BookingTables.SILVER_LEDGER).orElseThrow();
        LedgerBook ledger = LedgerBook.of(ledgerTable, ledgerFiles, reading);
        SpendLedger spend = SpendLedger.of(cut.table(BookingTables.SILVER_MARKETING), spendFiles, reading);
        GoldSheet sheet = new GoldSheet(gold);
        Parts parts = new Parts(gold, row);
        AllFacts facts = new AllFacts(MappingTables.history(cut, config).knownChannels(), fact -> {
            sheet.add(fact);
            parts.add(fact);
        });
        ledger.all().stream()
                .collect(Collectors.groupingBy(BookingView::personKey))
                .values()
                .forEach(facts::person);
        facts.end();
        spend.current().forEach(day -> {
            sheet.add(day);
            parts.add(day);
        });

        List<BookingView> bookings = new ArrayList<>();
        for (BookingView b : ledger.all()) {
            if (parts.bookings.contains(b.bookingId()) || parts.meetings.contains(b.meetingId())) {
                bookings.add(b);
            }
        }
        bookings.sort(Comparator.comparingLong(BookingView::createdAtMicros).thenComparing(BookingView::bookingId));
        Set<String> told =
                bookings.stream().limit(ledgers).map(BookingView::bookingId).collect(Collectors.toSet());
        Map<String, List<Map<String, String>>> ledgerRows = ledgerRows(ledgerTable, ledger.filesOf(told), told);
        RowHistory history = RowHistory.of(
                lake, gold.spec(), key, cut.table(gold.spec()).orElseThrow().version(), versions);
        return new Explanation(
                table,
                texts.of(row),
                bookings.stream()
                        .map(b -> new Explanation.Booking(
                                b.bookingId(), b.status().word(), ledgerRows.getOrDefault(b.bookingId(), List.of())))
                        .toList(),
                parts.meetings.size(),
                parts.spend.stream().map(spend::explain).toList(),
                totals(bookings, parts.spend),
                differences(gold, row, sheet, cut),
                history.versions(),
                history.complete());
    }

    private Object[] row(LakeCut cut, TableSpec table, Map<String, Object> key) throws IOException {
        TableReader reader = cut.table(table)
                .orElseThrow(() -> new IllegalArgumentException("the lake has no table " + table.name() + " yet"));
        boolean waits = reader.version() < lake.read(table.name()).version();
        for (Map.Entry<String, Object> e : key.entrySet()) {
            reader = reader.where(e.getKey(), e.getValue());
        }
        return reader.toList().stream()
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(table.name() + " has no row with that key"
                        + (waits
                                ? " at checkpoint " + cut.checkpoint() + ", the newest that Bronze and Silver are"
                                        + " committed up to; later rows can be explained once these are"
                                : "")
                        + "; see ./tidemark show " + table.name()));
    }

    private List<Difference> differences(GoldTable gold, Object[] row, GoldSheet sheet, LakeCut cut)
            throws IOException {
        if (!gold.isDerivedFromLedger()) {
            return List.of();
        }
        int[] key = gold.spec().keyOrdinals();
        List<Object[]> expected = sameKey(
                sheet.rows(RecordedWatermark.of(cut, watermarkFiles, reading).micros()), row, key);
        List<Object[]> later = sameKey(sheet.rows(ReportingTime.micros(Instant.now())), row, key);
        return Comparison.of(gold.spec()).differences(List.<Object[]>of(row), expected, later);
    }

    private static List<Object[]> sameKey(List<Object[]> rows, Object[] row, int[] key) {
        return rows.stream()
                .filter(r -> {
                    for (int k : key) {
                        if (!row[k].equals(r[k])) {
                            return false;
                        }
                    }
                    return true;
                })
                .toList();
    }

    private static Explanation.Totals totals(List<BookingView> bookings, List<SpendDay> spend) {
        long cents = spend.stream().mapToLong(SpendDay::spendCents).sum();
        return new Explanation.Totals(
                bookings.size(),
                bookings.stream().mapToLong(BookingView::rescheduleCount).sum(),
                count(bookings, BookingStatus.CANCELED),
                count(bookings, BookingStatus.NO_SHOW),
                count(bookings, BookingStatus.HELD),
                (int) bookings.stream().map(BookingView::personKey).distinct().count(),
                BigDecimal.valueOf(cents, 2).toPlainString());
    }

    private static long count(List<BookingView> bookings, BookingStatus status) {
        return bookings.stream().filter(b -> b.status() == status).count();
    }

    private Map<String, List<Map<String, String>>> ledgerRows(
            TableReader table, List<TableFile> files, Set<String> bookingIds) throws IOException {
        Columns c = new Columns(table);
        Map<String, List<Object[]>> found = new HashMap<>();
        reading.readEach(table, files, Function.identity(), (file, rows) -> {
            for (Object[] row : rows) {
                String merged = c.text(row, "merged_into");
                String id = merged == null ? c.text(row, "booking_id") : merged;
                if (bookingIds.contains(id)) {
                    found.computeIfAbsent(id, k -> new ArrayList<>()).add(row);
                }
            }
        });
        Texts texts = new Texts(BookingTables.SILVER_LEDGER);
        Map<String, List<Map<String, String>>> byBooking = new TreeMap<>();
        found.forEach((id, rows) -> {
            rows.sort(Comparator.comparingLong(r -> (Long) c.value(r, "change_number")));
            byBooking.put(id, rows.stream().map(texts::of).toList());
        });
        return byBooking;
    }

    @Override
    public void close() {
        reading.close();
        lake.close();
    }

    /** Picks out the facts that are counted in one row. */
    private static final class Parts {
        private final GoldTable table;
        private final Object[] row;
        private final Set<String> bookings = new HashSet<>();
        private final Set<String> meetings = new HashSet<>();
        private final List<SpendDay> spend = new ArrayList<>();

        Parts(GoldTable table, Object[] row) {
            this.table = table;
            this.row = row;
        }

        void add(GoldFact fact) {
            if (!isPart(fact)) {
                return;
            }
            if (fact instanceof BookingView b) {
                bookings.add(b.bookingId());
            } else if (fact instanceof MeetingView m) {
                meetings.add(m.meetingId());
            } else if (fact instanceof SpendDay s) {
                spend.add(s);
            }
        }

        private boolean isPart(GoldFact fact) {
            boolean[] found = {false};
            table.contribute(fact, (group, cell, amounts) -> found[0] |= isPart(group, cell));
            return found[0];
        }

        private boolean isPart(long group, CellKey cell) {
            return table.isPartOf(row, group, cell);
        }
    }
}
