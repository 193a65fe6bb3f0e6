package dev.tidemark.domain.bookings.kpi;

import static dev.tidemark.table.ColumnType.BOOLEAN;
import static dev.tidemark.table.ColumnType.DATE;
import static dev.tidemark.table.ColumnType.INT;
import static dev.tidemark.table.ColumnType.LONG;
import static dev.tidemark.table.ColumnType.STRING;
import static dev.tidemark.table.ColumnType.TIMESTAMP;

import dev.tidemark.contract.CellKey;
import dev.tidemark.contract.GoldFact;
import dev.tidemark.contract.GoldTable;
import dev.tidemark.contract.ReportingTime;
import dev.tidemark.domain.bookings.BookingView;
import dev.tidemark.table.Panel;
import dev.tidemark.table.TableRow;
import dev.tidemark.table.TableSpec;
import dev.tidemark.table.TableSpec.Layer;
import dev.tidemark.table.Unit;
import java.util.function.Consumer;

/** Bookings made in an hour, by channel. A group is the start of an hour, a cell a channel. */
public final class HourlyBookingsByChannel implements GoldTable {
    private static final long serialVersionUID = 1L;

    private static final TableSpec SPEC = TableSpec.upsert("gold_hourly_bookings_by_channel", Layer.GOLD)
            .column("booking_hour", TIMESTAMP, "Start of the hour the bookings were made in")
            .column("channel", STRING, "Channel")
            .column("total_bookings", LONG, Unit.COUNT, "New bookings")
            .column("booking_date", DATE, "Day of booking_hour in the reporting zone")
            .column("booking_week", INT, "ISO week of booking_date")
            .column("is_final", BOOLEAN, "Whether no event can change the row any more")
            .column("updated_at", TIMESTAMP, "When the row was written")
            .key("booking_hour", "channel")
            .partitionBy("booking_date")
            .title("Bookings by hour")
            .meaning("Bookings by the hour they were made and channel: the live trend")
            .panel(Panel.line("booking_hour", "channel", "total_bookings"))
            .build();

    private static final Measure[] MEASURES = DailyBookingsByChannel.sums(1);

    private final WindowRule window;

    public HourlyBookingsByChannel(WindowRule window) {
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
            out.add(window.time().hourStart(b.createdAtMicros()), CellKey.channel(b.channel()), 1);
        }
    }

    @Override
    public long changesAtMicros(long hourStart, long watermarkMicros) {
        return WindowRule.ahead(window.hourClosesAt(hourStart), watermarkMicros);
    }

    @Override
    public boolean isPartOf(Object[] row, long group, CellKey cell) {
        return row[SPEC.ordinal("booking_hour")].equals(group) && row[SPEC.ordinal("channel")].equals(cell.channel());
    }

    @Override
    public void render(Group group, Consumer<TableRow> out) {
        long hour = group.number();
        int day = window.time().day(hour);
        boolean closed = group.watermarkMicros() >= window.hourClosesAt(hour);
        for (CellKey cell : group.toRender()) {
            long[] a = group.cells().get(cell);
            out.accept(
                    a == null
                            ? TableRow.deletion(SPEC, hour, cell.channel(), null, day, null, null, null)
                            : TableRow.of(
                                    SPEC,
                                    hour,
                                    cell.channel(),
                                    a[0],
                                    day,
                                    ReportingTime.isoWeek(day),
                                    closed,
                                    group.nowMicros()));
        }
    }
}
