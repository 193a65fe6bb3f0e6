package dev.tidemark.domain.bookings.kpi;

import static dev.tidemark.table.ColumnType.INT;
import static dev.tidemark.table.ColumnType.LONG;
import static dev.tidemark.table.ColumnType.STRING;
import static dev.tidemark.table.ColumnType.TIMESTAMP;

import dev.tidemark.contract.CellKey;
import dev.tidemark.contract.GoldFact;
import dev.tidemark.contract.GoldTable;
import dev.tidemark.contract.ReportingTime;
import dev.tidemark.domain.bookings.BookingStatus;
import dev.tidemark.domain.bookings.BookingView;
import dev.tidemark.table.Panel;
import dev.tidemark.table.TableRow;
import dev.tidemark.table.TableSpec;
import dev.tidemark.table.TableSpec.Layer;
import dev.tidemark.table.Unit;
import java.util.function.Consumer;

/** When meetings happen, by channel. A group is a day of the week, a cell an hour and a channel. */
public final class BookingTimeAnalysis implements GoldTable {
    private static final long serialVersionUID = 1L;

    private static final TableSpec SPEC = TableSpec.upsert("gold_booking_time_analysis", Layer.GOLD)
            .column("channel", STRING, "Channel")
            .column("booking_day_of_week", INT, "Weekday of the meeting in the reporting zone, 1 = Sunday to 7")
            .column("booking_hour", INT, "Hour it starts in, 0 to 23, in the reporting zone")
            .column("bookings_count", LONG, Unit.COUNT, "Meetings that are not canceled, at their last agreed time")
            .column("updated_at", TIMESTAMP, "When the row was written")
            .key("channel", "booking_day_of_week", "booking_hour")
            .title("When meetings happen")
            .meaning("Meetings by weekday, hour and channel; canceled ones leave, moved ones move")
            .panel(Panel.heat("booking_hour", "booking_day_of_week", "bookings_count"))
            .build();

    private static final Measure[] MEASURES = DailyBookingsByChannel.sums(1);

    private final ReportingTime time;

    public BookingTimeAnalysis(ReportingTime time) {
        this.time = time;
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
        if (fact instanceof BookingView b && b.meetingStartMicros() != null && b.status() != BookingStatus.CANCELED) {
            long start = b.meetingStartMicros();
            int weekday = ReportingTime.dayOfWeek(time.day(start));
            out.add(weekday, CellKey.slotChannel(time.hourOfDay(start), b.channel()), 1);
        }
    }

    @Override
    public boolean isPartOf(Object[] row, long group, CellKey cell) {
        return row[SPEC.ordinal("booking_day_of_week")].equals((int) group)
                && row[SPEC.ordinal("booking_hour")].equals((int) cell.slot())
                && row[SPEC.ordinal("channel")].equals(cell.channel());
    }

    @Override
    public void render(Group group, Consumer<TableRow> out) {
        int weekday = (int) group.number();
        for (CellKey cell : group.toRender()) {
            long[] a = group.cells().get(cell);
            int hour = (int) cell.slot();
            out.accept(
                    a == null
                            ? TableRow.deletion(SPEC, cell.channel(), weekday, hour, null, null)
                            : TableRow.of(SPEC, cell.channel(), weekday, hour, a[0], group.nowMicros()));
        }
    }
}
