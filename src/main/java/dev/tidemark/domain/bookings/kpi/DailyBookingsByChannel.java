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
import dev.tidemark.domain.bookings.BookedDay;
import dev.tidemark.domain.bookings.BookingStatus;
import dev.tidemark.domain.bookings.BookingView;
import dev.tidemark.domain.bookings.PersonDay;
import dev.tidemark.table.Panel;
import dev.tidemark.table.TableRow;
import dev.tidemark.table.TableSpec;
import dev.tidemark.table.TableSpec.Layer;
import dev.tidemark.table.Unit;
import java.util.Arrays;
import java.util.function.Consumer;

/** Bookings made on a day and what became of them, by channel. A group is a day, a cell a channel. */
public final class DailyBookingsByChannel implements GoldTable {
    private static final long serialVersionUID = 1L;

    private static final TableSpec SPEC = TableSpec.upsert("gold_daily_bookings_by_channel", Layer.GOLD)
            .column("booking_date", DATE, "Day the bookings were made, in the reporting zone")
            .column("channel", STRING, "Channel")
            .column("bookings_count", LONG, Unit.COUNT, "New bookings")
            .column("reschedules_count", LONG, Unit.COUNT, "Moves of these bookings, whenever they came")
            .column("cancellations_count", LONG, Unit.COUNT, "Of these bookings, how many are canceled")
            .column("no_shows_count", LONG, Unit.COUNT, "Of these bookings, how many nobody came to")
            .column("held_count", LONG, Unit.COUNT, "Of these bookings, how many were held")
            .column("net_bookings_count", LONG, Unit.COUNT, "bookings_count - cancellations_count - no_shows_count")
            .column("unique_people_count", LONG, Unit.COUNT, "Different people who made them")
            .column("booking_week", INT, "ISO week of booking_date")
            .column("is_final", BOOLEAN, "Whether no event can change the row any more")
            .column("updated_at", TIMESTAMP, "When the row was written")
            .key("booking_date", "channel")
            .partitionBy("booking_date")
            .title("Daily bookings by channel")
            .meaning("Bookings by the day they were made and channel; every outcome counts for that day")
            .panel(Panel.line("booking_date", "channel", "bookings_count", "net_bookings_count"))
            .build();

    private static final int LISTED = 0;
    private static final int BOOKINGS = 1;
    private static final int RESCHEDULES = 2;
    private static final int CANCELLATIONS = 3;
    private static final int NO_SHOWS = 4;
    private static final int HELD = 5;
    private static final int PEOPLE = 6;
    private static final Measure[] MEASURES = sums(7);

    private final WindowRule window;

    public DailyBookingsByChannel(WindowRule window) {
        this.window = window;
    }

    static Measure[] sums(int n) {
        Measure[] measures = new Measure[n];
        Arrays.fill(measures, Measure.SUM);
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
        if (fact instanceof BookingView b) {
            long[] amounts = new long[MEASURES.length];
            amounts[BOOKINGS] = 1;
            amounts[RESCHEDULES] = b.rescheduleCount();
            amounts[CANCELLATIONS] = b.status() == BookingStatus.CANCELED ? 1 : 0;
            amounts[NO_SHOWS] = b.status() == BookingStatus.NO_SHOW ? 1 : 0;
            amounts[HELD] = b.status() == BookingStatus.HELD ? 1 : 0;
            out.add(b.bookingDay(), CellKey.channel(b.channel()), amounts);
        } else if (fact instanceof PersonDay p) {
            long[] amounts = new long[MEASURES.length];
            amounts[PEOPLE] = 1;
            out.add(p.bookingDay(), CellKey.channel(p.channel()), amounts);
        } else if (fact instanceof BookedDay d) {
            for (String channel : d.knownChannels()) {
                long[] amounts = new long[MEASURES.length];
                amounts[LISTED] = 1;
                out.add(d.bookingDay(), CellKey.channel(channel), amounts);
            }
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
                        SPEC, day, cell.channel(), null, null, null, null, null, null, null, null, null, null));
                continue;
            }
            boolean undecided = a[BOOKINGS] > a[CANCELLATIONS] + a[NO_SHOWS] + a[HELD];
            out.accept(TableRow.of(
                    SPEC,
                    day,
                    cell.channel(),
                    a[BOOKINGS],
                    a[RESCHEDULES],
                    a[CANCELLATIONS],
                    a[NO_SHOWS],
                    a[HELD],
                    a[BOOKINGS] - a[CANCELLATIONS] - a[NO_SHOWS],
                    a[PEOPLE],
                    ReportingTime.isoWeek(day),
                    closed && !undecided,
                    group.nowMicros()));
        }
    }
}
