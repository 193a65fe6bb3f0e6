package dev.tidemark.audit;

import dev.tidemark.config.TidemarkConfig;
import dev.tidemark.contract.GoldTable;
import dev.tidemark.contract.ReportingTime;
import dev.tidemark.delta.Lake;
import dev.tidemark.delta.LakeOptions;
import dev.tidemark.delta.TableReader;
import dev.tidemark.domain.bookings.BookingStatus;
import dev.tidemark.domain.bookings.BookingTables;
import dev.tidemark.domain.bookings.BookingView;
import dev.tidemark.domain.bookings.kpi.BookingGold;
import dev.tidemark.domain.bookings.kpi.DataQuality;
import dev.tidemark.domain.bookings.kpi.WindowRule;
import dev.tidemark.gold.GoldSheet;
import dev.tidemark.silver.Quarantine;
import dev.tidemark.table.Column;
import dev.tidemark.table.TableSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Recomputes every Gold table from Bronze and compares it with the lake's, row by row.
 *
 * <p>What is in flight is not held against the lake: a meeting whose end event time may or may not have passed when Gold
 * was written counts as the ledger has it, and a row may be final by the recorded watermark or by the latest event time
 * that there can have been.
 */
public final class Verification {
    /** A job that writes commits at least that often when something is in flight. */
    private static final Duration WRITING = Duration.ofSeconds(5);

    /** After a restart a commit may hold several checkpoints, and not the same ones of each table. */
    private static final int MOST_ATTEMPTS = 3;

    private final TidemarkConfig config;
    private final byte[] pepper;
    private final WindowRule window;

    /**
     * What was found.
     *
     * @param checkpoint the checkpoint that was verified
     * @param tables what was compared
     * @param differences every difference
     * @param unfinished a later checkpoint that was not verified, because the job ended in the middle of its commits
     */
    public record Result(
            long checkpoint, List<TableResult> tables, List<Difference> differences, Optional<Unfinished> unfinished) {}

    /**
     * A checkpoint whose commits the job makes up for when it is started again.
     *
     * @param tables tables that lack its commit, and whose rows are therefore behind Bronze
     */
    public record Unfinished(long checkpoint, List<String> tables) {}

    /**
     * One table.
     *
     * @param table its name
     * @param rows rows that follow from Bronze
     * @param differences how many differences there are
     */
    public record TableResult(String table, int rows, int differences) {}

    /**
     * @param config what the job runs with
     * @param pepper its person-key pepper, or null if it is not known: then a campaign that is named by an e-mail address
     *     differs, because its name in Gold is a hash
     */
    public Verification(TidemarkConfig config, byte[] pepper) {
        this.config = config;
        this.pepper = pepper;
        this.window = new WindowRule(new ReportingTime(config.zone()), config.allowedLateness());
    }

    /**
     * Verifies the newest checkpoint of a lake; if that is just being written, or the job ended while it was, the one
     * before.
     *
     * @throws IOException if the lake can't be read
     */
    public Result run() throws IOException {
        Lake lake = Lake.at(config.lake(), LakeOptions.DEFAULT.withS3(config.s3()));
        List<TableSpec> tables = new ArrayList<>(BookingTables.all());
        tables.add(Quarantine.TABLE);
        BookingGold.tables(window).forEach(t -> tables.add(t.spec()));
        LakeCut newest = LakeCut.newest(lake, tables);
        Result result = verify(newest);
        for (int again = 0; again < MOST_ATTEMPTS && !result.differences().isEmpty(); again++) {
            if (!goesOn(lake, tables, newest)) {
                return again == 0 ? withoutUnfinished(lake, tables, newest, result) : result;
            }
            newest = LakeCut.newest(lake, tables);
            result = verify(LakeCut.beforeNewest(lake, tables));
        }
        return result;
    }

    /** What was found of the checkpoint before, if all that differs is tables that the newest one's commit is missing of. */
    private Result withoutUnfinished(Lake lake, List<TableSpec> tables, LakeCut newest, Result result)
            throws IOException {
        List<String> differ =
                result.differences().stream().map(Difference::table).distinct().toList();
        if (!newest.behind(lake).containsAll(differ)) {
            return result;
        }
        Result before = verify(LakeCut.beforeNewest(lake, tables));
        return before.differences().isEmpty()
                ? new Result(
                        before.checkpoint(),
                        before.tables(),
                        before.differences(),
                        Optional.of(new Unfinished(newest.checkpoint(), differ)))
                : result;
    }

    /** Whether a job is writing: then some tables may have been a checkpoint ahead of others. */
    private static boolean goesOn(Lake lake, List<TableSpec> tables, LakeCut seen) throws IOException {
        long deadline = System.nanoTime() + WRITING.toNanos();
        while (System.nanoTime() < deadline) {
            if (!LakeCut.newest(lake, tables).versions().equals(seen.versions())) {
                return true;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(200);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return false;
    }

    private Result verify(LakeCut cut) throws IOException {
        Recount recount = Recount.of(cut, config, pepper);
        MappingHistory mapping = MappingTables.history(cut, config);
        RecordedWatermark recorded = RecordedWatermark.of(cut);
        long watermark = recorded.micros();
        long newest = recorded.latestMicros(recount.newestReceiptMicros(), cut.committedAtMicros());
        LedgerBook ledger = cut.table(BookingTables.SILVER_LEDGER).isPresent()
                ? LedgerBook.of(cut.table(BookingTables.SILVER_LEDGER).get())
                : null;
        List<GoldTable> tables = BookingGold.tables(window);
        List<GoldSheet> sheets = tables.stream().map(GoldSheet::new).toList();
        recount.facts(
                mapping,
                watermark,
                b -> inFlight(b, ledger, watermark, newest),
                fact -> sheets.forEach(sheet -> sheet.add(fact)));
        List<TableResult> results = new ArrayList<>();
        List<Difference> differences = new ArrayList<>();
        for (int i = 0; i < sheets.size(); i++) {
            TableSpec table = tables.get(i).spec();
            List<Object[]> found = found(cut, table);
            List<Object[]> expected = sheets.get(i).rows(watermark);
            List<Difference> of = tables.get(i) instanceof DataQuality
                    ? QualityComparison.differences(table, found, expected)
                    : Comparison.of(table)
                            .differences(found, expected, sheets.get(i).rows(newest));
            results.add(new TableResult(table.name(), expected.size(), of.size()));
            differences.addAll(of);
        }
        return new Result(cut.checkpoint(), results, differences, Optional.empty());
    }

    private static List<Object[]> found(LakeCut cut, TableSpec table) throws IOException {
        Optional<TableReader> reader = cut.table(table);
        if (reader.isEmpty()) {
            return List.of();
        }
        List<String> columns = reader.get().columns().stream().map(Column::name).toList();
        if (!columns.equals(table.columns().stream().map(Column::name).toList())) {
            throw new IllegalStateException("table " + table.name() + " has the columns " + String.join(", ", columns)
                    + ", which are not those of this release: verify the lake with the release that made it");
        }
        return reader.get().toList();
    }

    /** A meeting that ended while Gold was on its way may be held already, as the ledger says. */
    private static BookingView inFlight(BookingView b, LedgerBook ledger, long watermark, long newest) {
        boolean undecided = b.status() == BookingStatus.BOOKED
                && b.meetingEndMicros() != null
                && b.meetingEndMicros() > watermark
                && b.meetingEndMicros() <= newest;
        BookingView told = undecided && ledger != null ? ledger.find(b.bookingId()) : null;
        return told != null && told.status() == BookingStatus.HELD ? b.withStatus(BookingStatus.HELD) : b;
    }
}
