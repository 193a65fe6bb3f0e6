package dev.tidemark.domain.bookings.kpi;

import static dev.tidemark.table.ColumnType.BOOLEAN;
import static dev.tidemark.table.ColumnType.DATE;
import static dev.tidemark.table.ColumnType.LONG;
import static dev.tidemark.table.ColumnType.STRING;
import static dev.tidemark.table.ColumnType.TIMESTAMP;
import static dev.tidemark.table.ColumnType.array;
import static dev.tidemark.table.ColumnType.struct;

import dev.tidemark.contract.CellKey;
import dev.tidemark.contract.GoldFact;
import dev.tidemark.contract.GoldTable;
import dev.tidemark.contract.ReportingTime;
import dev.tidemark.domain.bookings.DeliveryOutcome;
import dev.tidemark.domain.bookings.DeliveryOutcome.Outcome;
import dev.tidemark.table.Column;
import dev.tidemark.table.Panel;
import dev.tidemark.table.TableRow;
import dev.tidemark.table.TableSpec;
import dev.tidemark.table.TableSpec.Layer;
import dev.tidemark.table.Unit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * What came in and what became of it, by hour of receipt and feed. A group is a day; a cell is an hour and a feed, or
 * one reason of quarantine inside them.
 */
public final class DataQuality implements GoldTable {
    private static final long serialVersionUID = 1L;

    public static final String NAME = "gold_data_quality";

    private static final TableSpec SPEC = TableSpec.upsert(NAME, Layer.GOLD)
            .column("hour", TIMESTAMP, "Hour of receipt, its start")
            .column("feed", STRING, "Feed")
            .column("received", LONG, Unit.COUNT, "Records received: the sum of the six numbers that follow")
            .column("accepted", LONG, Unit.COUNT, "New facts in Silver")
            .column("duplicates", LONG, Unit.COUNT, "Records that had been there before")
            .column("superseded", LONG, Unit.COUNT, "In Silver too, but something newer had come before them")
            .column("quarantined", LONG, Unit.COUNT, "Records that broke a rule")
            .column("late", LONG, Unit.COUNT, "Records whose window had closed for good; in quarantine too")
            .column("unsupported", LONG, Unit.COUNT, "Records of kinds that are not used; in Bronze only")
            .column(
                    "quarantined_by_reason",
                    array(struct(
                            Column.of("reason", STRING, "The first rule broken"), Column.of("count", LONG, "Records"))),
                    "The quarantined ones by the first rule they broke")
            .column("oldest_event", TIMESTAMP, "Oldest time of event among them, by the records themselves")
            .column("newest_event", TIMESTAMP, "Newest time of event among them")
            .column(
                    "watermark",
                    TIMESTAMP,
                    "How far event time had come when the row was written; null before the start")
            .column("received_date", DATE, "Day of the hour in the reporting zone")
            .column("is_final", BOOLEAN, "Whether event time has passed the hour")
            .column("updated_at", TIMESTAMP, "When the row was written")
            .key("hour", "feed")
            .partitionBy("received_date")
            .title("Data quality by hour")
            .meaning("Records by hour of receipt and feed, and what became of each")
            .panel(Panel.bar("hour", "feed", "received", "duplicates", "late", "quarantined"))
            .build();

    private static final Comparator<CellKey> BY_HOUR_AND_FEED =
            Comparator.comparingLong(CellKey::slot).thenComparing(CellKey::channel);
    private static final int OLDEST = Outcome.values().length;
    private static final int NEWEST = OLDEST + 1;
    private static final Measure[] MEASURES = measuresOf(NEWEST + 1);
    private static final long HOUR_MICROS = Duration.ofHours(1).toMillis() * 1_000;
    /** When nothing comes in, the watermark in the newest rows is at most this old. */
    private static final long REFRESH_MICROS = Duration.ofMinutes(1).toMillis() * 1_000;

    private final ReportingTime time;

    public DataQuality(ReportingTime time) {
        this.time = time;
    }

    private static Measure[] measuresOf(int n) {
        Measure[] measures = DailyBookingsByChannel.sums(n);
        measures[OLDEST] = Measure.MAX;
        measures[NEWEST] = Measure.MAX;
        return measures;
    }

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public Measure[] measures() {
        return MEASURES;
    }

    @Override
    public void contribute(GoldFact fact, Contributions out) {
        if (fact instanceof DeliveryOutcome d) {
            long hour = time.hourStart(d.receivedAtMicros());
            int day = time.day(d.receivedAtMicros());
            long[] amounts = new long[MEASURES.length];
            amounts[d.outcome().ordinal()] = 1;
            amounts[OLDEST] = d.eventAtMicros() == null ? NO_MAXIMUM : -d.eventAtMicros();
            amounts[NEWEST] = d.eventAtMicros() == null ? NO_MAXIMUM : d.eventAtMicros();
            out.add(day, CellKey.slotChannel(hour, d.feed()), amounts);
            if (d.outcome() == Outcome.QUARANTINED) {
                long[] one = new long[MEASURES.length];
                one[Outcome.QUARANTINED.ordinal()] = 1;
                one[OLDEST] = NO_MAXIMUM;
                one[NEWEST] = NO_MAXIMUM;
                out.add(day, new CellKey(0, hour, d.feed(), d.reason()), one);
            }
        }
    }

    @Override
    public long changesAtMicros(long day, long watermarkMicros) {
        return watermarkMicros >= time.dayEnd((int) day) ? Long.MAX_VALUE : watermarkMicros + REFRESH_MICROS;
    }

    @Override
    public boolean isPartOf(Object[] row, long group, CellKey cell) {
        return row[SPEC.ordinal("hour")].equals(cell.slot()) && row[SPEC.ordinal("feed")].equals(cell.channel());
    }

    @Override
    public boolean isDerivedFromLedger() {
        return false;
    }

    @Override
    public void render(Group group, Consumer<TableRow> out) {
        Map<CellKey, Map<String, Long>> reasons = new TreeMap<>(BY_HOUR_AND_FEED);
        group.cells().forEach((cell, a) -> {
            if (!cell.detail().isEmpty()) {
                reasons.computeIfAbsent(CellKey.slotChannel(cell.slot(), cell.channel()), c -> new TreeMap<>())
                        .put(cell.detail(), a[Outcome.QUARANTINED.ordinal()]);
            }
        });
        Set<CellKey> rows = new TreeSet<>(BY_HOUR_AND_FEED);
        group.toRender().forEach(c -> rows.add(CellKey.slotChannel(c.slot(), c.channel())));
        for (CellKey row : rows) {
            long[] a = group.cells().get(row);
            if (a != null) { // local sums may bring a reason a barrier before its total: the row follows with that
                out.accept(row(group, row, a, reasons.getOrDefault(row, Map.of())));
            }
        }
    }

    private TableRow row(Group group, CellKey cell, long[] a, Map<String, Long> reasons) {
        List<Object[]> byReason = new ArrayList<>();
        reasons.forEach((reason, count) -> byReason.add(new Object[] {reason, count}));
        long watermark = group.watermarkMicros();
        return TableRow.of(
                SPEC,
                cell.slot(),
                cell.channel(),
                a[Outcome.RECEIVED.ordinal()],
                a[Outcome.ACCEPTED.ordinal()],
                a[Outcome.DUPLICATE.ordinal()],
                a[Outcome.SUPERSEDED.ordinal()],
                a[Outcome.QUARANTINED.ordinal()],
                a[Outcome.LATE.ordinal()],
                a[Outcome.UNSUPPORTED.ordinal()],
                byReason.toArray(),
                a[OLDEST] == NO_MAXIMUM ? null : (Long) (-a[OLDEST]),
                a[NEWEST] == NO_MAXIMUM ? null : (Long) a[NEWEST],
                watermark == Long.MIN_VALUE || watermark == Long.MAX_VALUE ? null : (Long) watermark,
                time.day(cell.slot()),
                watermark >= cell.slot() + HOUR_MICROS,
                group.nowMicros());
    }
}
