package dev.tidemark.domain.bookings.kpi;

import static dev.tidemark.table.ColumnType.DATE;
import static dev.tidemark.table.ColumnType.LONG;
import static dev.tidemark.table.ColumnType.STRING;
import static dev.tidemark.table.ColumnType.TIMESTAMP;

import dev.tidemark.contract.CellKey;
import dev.tidemark.contract.GoldFact;
import dev.tidemark.contract.GoldTable;
import dev.tidemark.domain.bookings.BookedDay;
import dev.tidemark.domain.bookings.BookingView;
import dev.tidemark.table.ColumnType;
import dev.tidemark.table.Panel;
import dev.tidemark.table.TableRow;
import dev.tidemark.table.TableSpec;
import dev.tidemark.table.TableSpec.Layer;
import dev.tidemark.table.Unit;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * How bookings go from day to day, by channel, without holes. A booking that comes late changes the rows of later days
 * too, so a channel is rendered as a whole, and its rows that are as before are left alone. A group is the channels of
 * one hash, a cell a day and a channel.
 */
public final class BookingTrend implements GoldTable {
    private static final long serialVersionUID = 1L;
    private static final ColumnType AVERAGE = ColumnType.decimal(18, 4);

    private static final TableSpec SPEC = TableSpec.upsert("gold_booking_trend", Layer.GOLD)
            .column(
                    "booking_date",
                    DATE,
                    "Day, in the reporting zone; every day from the first to the last with bookings")
            .column("channel", STRING, "Channel")
            .column("bookings_count", LONG, Unit.COUNT, "New bookings of the day, whatever became of them")
            .column(
                    "average_7d",
                    AVERAGE,
                    Unit.COUNT,
                    "Mean bookings a day over the 7 days up to this one; over fewer where the data begins later")
            .column("average_30d", AVERAGE, Unit.COUNT, "The same over 30 days")
            .column("cumulative", LONG, Unit.COUNT, "Bookings of all days up to this one")
            .column(
                    "change_vs_previous_week",
                    AVERAGE,
                    Unit.CHANGE,
                    "Bookings of these 7 days against the 7 days before, 0.25 = a quarter more; null if those had none or"
                            + " the data begins later")
            .column("updated_at", TIMESTAMP, "When the row was written")
            .key("booking_date", "channel")
            .partitionBy("channel")
            .title("Booking trend")
            .meaning("Daily bookings by channel with moving averages, for charts")
            .panel(Panel.line("booking_date", "channel", "average_7d", "average_30d", "cumulative"))
            .build();

    private static final int LISTED = 0;
    private static final int BOOKINGS = 1;
    private static final Measure[] MEASURES = DailyBookingsByChannel.sums(2);

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
            add(b.bookingDay(), b.channel(), out, 0, 1);
        } else if (fact instanceof BookedDay d) {
            d.knownChannels().forEach(channel -> add(d.bookingDay(), channel, out, 1, 0));
        }
    }

    private static void add(int day, String channel, Contributions out, long... amounts) {
        out.add(channel.hashCode(), CellKey.dayChannel(day, channel), amounts);
    }

    @Override
    public boolean isPartOf(Object[] row, long group, CellKey cell) {
        return row[SPEC.ordinal("booking_date")].equals(cell.day())
                && row[SPEC.ordinal("channel")].equals(cell.channel());
    }

    @Override
    public void render(Group group, Consumer<TableRow> out) {
        Set<String> channels = new TreeSet<>();
        group.changed().forEach(cell -> channels.add(cell.channel()));
        for (String channel : channels) {
            BookingSeries before = BookingSeries.of(bookings(group, channel, true));
            BookingSeries now = BookingSeries.of(bookings(group, channel, false));
            now.forEachDay(day -> {
                BookingSeries.Point point = now.at(day);
                if (!point.equals(before.at(day))) {
                    out.accept(row(day, channel, point, group.nowMicros()));
                }
            });
            before.forEachDay(day -> {
                if (now.at(day) == null) {
                    out.accept(TableRow.deletion(SPEC, day, channel, null, null, null, null, null, null));
                }
            });
        }
    }

    /** The bookings of each day that the channel is listed on or has bookings, now or at the last rendering. */
    private static Map<Integer, Long> bookings(Group group, String channel, boolean before) {
        Map<Integer, Long> bookings = new HashMap<>();
        group.cells().forEach((cell, a) -> {
            if (cell.channel().equals(channel) && !(before && group.changed().contains(cell))) {
                bookings.put(cell.day(), a[BOOKINGS]);
            }
        });
        if (before) {
            group.changed().forEach(cell -> {
                long[] a = group.before(cell);
                if (cell.channel().equals(channel) && a != null) {
                    bookings.put(cell.day(), a[BOOKINGS]);
                }
            });
        }
        return bookings;
    }

    private static TableRow row(int day, String channel, BookingSeries.Point p, long nowMicros) {
        return TableRow.of(
                SPEC,
                day,
                channel,
                p.bookings(),
                Decimals.share(p.sum7(), p.days7()),
                Decimals.share(p.sum30(), p.days30()),
                p.cumulative(),
                p.weekBefore() == null ? null : Decimals.share(p.sum7() - p.weekBefore(), p.weekBefore()),
                nowMicros);
    }
}
