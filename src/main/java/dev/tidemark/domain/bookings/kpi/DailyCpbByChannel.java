package dev.tidemark.domain.bookings.kpi;

import static dev.tidemark.table.ColumnType.BOOLEAN;
import static dev.tidemark.table.ColumnType.DATE;
import static dev.tidemark.table.ColumnType.INT;
import static dev.tidemark.table.ColumnType.LONG;
import static dev.tidemark.table.ColumnType.MONEY;
import static dev.tidemark.table.ColumnType.STRING;
import static dev.tidemark.table.ColumnType.TIMESTAMP;
import static dev.tidemark.table.ColumnType.UNIT_COST;

import dev.tidemark.contract.CellKey;
import dev.tidemark.contract.GoldFact;
import dev.tidemark.contract.GoldTable;
import dev.tidemark.contract.ReportingTime;
import dev.tidemark.domain.bookings.BookingStatus;
import dev.tidemark.domain.bookings.BookingView;
import dev.tidemark.domain.bookings.SpendDay;
import dev.tidemark.table.Panel;
import dev.tidemark.table.TableRow;
import dev.tidemark.table.TableSpec;
import dev.tidemark.table.TableSpec.Layer;
import dev.tidemark.table.Unit;
import java.util.function.Consumer;

/** What the bookings of a day cost, by channel. A group is a day, a cell a channel. */
public final class DailyCpbByChannel implements GoldTable {
    private static final long serialVersionUID = 1L;

    private static final TableSpec SPEC = TableSpec.upsert("gold_daily_cpb_by_channel", Layer.GOLD)
            .column("booking_date", DATE, "Day the bookings were made and the money was spent")
            .column("channel", STRING, "Channel")
            .column("total_bookings", LONG, Unit.COUNT, "New bookings")
            .column("total_spend", MONEY, Unit.MONEY, "Spend in USD; 0 where none is known")
            .column("cost_per_booking", UNIT_COST, Unit.MONEY, "total_spend / total_bookings; null without bookings")
            .column("net_bookings", LONG, Unit.COUNT, "Bookings that are neither canceled nor a no-show")
            .column("cost_per_net_booking", UNIT_COST, Unit.MONEY, "total_spend / net_bookings; null without any")
            .column("spend_as_of", DATE, "Day the spend was known; null where none is known")
            .column("booking_week", INT, "ISO week of booking_date")
            .column("is_final", BOOLEAN, "Whether no booking event can change the row any more; spend may be restated")
            .column("updated_at", TIMESTAMP, "When the row was written")
            .key("booking_date", "channel")
            .partitionBy("booking_date")
            .title("Cost per booking by day")
            .meaning("Cost per booking by day and channel; a day with spend and no booking has its row")
            .panel(Panel.line("booking_date", "channel", "cost_per_booking", "total_spend"))
            .build();

    private static final int BOOKINGS = 0;
    private static final int LOST = 1;
    private static final int HELD = 2;
    private static final int SPEND_CENTS = 3;
    private static final int SPEND_ROWS = 4;
    private static final int SPEND_AS_OF = 5;
    private static final Measure[] MEASURES = {
        Measure.SUM, Measure.SUM, Measure.SUM, Measure.SUM, Measure.SUM, Measure.MAX
    };

    private final WindowRule window;

    public DailyCpbByChannel(WindowRule window) {
        this.window = window;
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
        if (fact instanceof BookingView b) {
            boolean lost = b.status() == BookingStatus.CANCELED || b.status() == BookingStatus.NO_SHOW;
            boolean held = b.status() == BookingStatus.HELD;
            out.add(b.bookingDay(), CellKey.channel(b.channel()), 1, lost ? 1 : 0, held ? 1 : 0, 0, 0, NO_MAXIMUM);
        } else if (fact instanceof SpendDay s) {
            out.add(s.spendDay(), CellKey.channel(s.channel()), 0, 0, 0, s.spendCents(), 1, s.asOfDay());
        }
    }

    @Override
    public long changesAtMicros(long day, long watermarkMicros) {
        return WindowRule.ahead(window.dayClosesAt((int) day), watermarkMicros);
    }

    @Override
    public boolean isPartOf(Object[] row, long group, CellKey cell) {
        return row[SPEC.ordinal("booking_date")].equals((int) group)
                && row[SPEC.ordinal("channel")].equals(cell.channel());
    }

    @Override
    public void render(Group group, Consumer<TableRow> out) {
        int day = (int) group.number();
        boolean closed = group.watermarkMicros() >= window.dayClosesAt(day);
        for (CellKey cell : group.toRender()) {
            long[] a = group.cells().get(cell);
            if (a == null) {
                out.accept(TableRow.deletion(
                        SPEC, day, cell.channel(), null, null, null, null, null, null, null, null, null));
                continue;
            }
            long net = a[BOOKINGS] - a[LOST];
            out.accept(TableRow.of(
                    SPEC,
                    day,
                    cell.channel(),
                    a[BOOKINGS],
                    Decimals.money(a[SPEND_CENTS]),
                    Decimals.unitCost(a[SPEND_CENTS], a[BOOKINGS]),
                    net,
                    Decimals.unitCost(a[SPEND_CENTS], net),
                    a[SPEND_ROWS] > 0 ? (Integer) (int) a[SPEND_AS_OF] : null,
                    ReportingTime.isoWeek(day),
                    closed && a[BOOKINGS] == a[LOST] + a[HELD],
                    group.nowMicros()));
        }
    }
}
