package dev.tidemark.domain.bookings.kpi;

import dev.tidemark.contract.CellKey;
import dev.tidemark.contract.GoldFact;
import dev.tidemark.contract.GoldTable;
import dev.tidemark.domain.bookings.BookedDay;
import dev.tidemark.domain.bookings.BookingStatus;
import dev.tidemark.domain.bookings.BookingView;
import dev.tidemark.domain.bookings.SpendDay;
import dev.tidemark.table.TableRow;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Totals by channel over the days that bookings and spend both cover. One group; a cell is a day and a channel.
 */
abstract class ChannelTotals implements GoldTable {
    private static final long serialVersionUID = 1L;

    private static final int LISTED = 0;
    private static final int BOOKINGS = 1;
    private static final int LOST = 2;
    private static final int SPEND_CENTS = 3;
    private static final int SPEND_ROWS = 4;
    private static final Measure[] MEASURES = DailyBookingsByChannel.sums(5);

    /** The totals of one channel. */
    static final class Total {
        long bookings;
        long net;
        long spendCents;

        BigDecimal costPerBooking() {
            return Decimals.unitCost(spendCents, bookings);
        }

        BigDecimal costPerNetBooking() {
            return Decimals.unitCost(spendCents, net);
        }
    }

    @Override
    public final Measure[] measures() {
        return MEASURES;
    }

    @Override
    public final void contribute(GoldFact fact, Contributions out) {
        if (fact instanceof BookingView b) {
            boolean lost = b.status() == BookingStatus.CANCELED || b.status() == BookingStatus.NO_SHOW;
            out.add(0, CellKey.dayChannel(b.bookingDay(), b.channel()), 0, 1, lost ? 1 : 0, 0, 0);
        } else if (fact instanceof SpendDay s) {
            out.add(0, CellKey.dayChannel(s.spendDay(), s.channel()), 0, 0, 0, s.spendCents(), 1);
        } else if (fact instanceof BookedDay d) {
            for (String channel : d.knownChannels()) {
                out.add(0, CellKey.dayChannel(d.bookingDay(), channel), 1, 0, 0, 0, 0);
            }
        }
    }

    @Override
    public final boolean isPartOf(Object[] row, long group, CellKey cell) {
        return row[spec().ordinal("channel")].equals(cell.channel())
                && Coverage.of(row, spec()).contains(cell.day());
    }

    @Override
    public final void render(Group group, Consumer<TableRow> out) {
        Coverage coverage = Coverage.of(group.cells(), BOOKINGS, SPEND_ROWS);
        SortedMap<String, Total> totals = new TreeMap<>();
        group.cells().forEach((cell, a) -> {
            boolean covered = coverage.contains(cell.day());
            if (covered || a[LISTED] > 0) {
                Total t = totals.computeIfAbsent(cell.channel(), c -> new Total());
                if (covered) {
                    t.bookings += a[BOOKINGS];
                    t.net += a[BOOKINGS] - a[LOST];
                    t.spendCents += a[SPEND_CENTS];
                }
            }
        });
        rows(totals, coverage, group.nowMicros(), out);
        Stream.concat(group.cells().keySet().stream(), group.changed().stream())
                .map(CellKey::channel)
                .distinct()
                .filter(c -> !totals.containsKey(c))
                .forEach(c -> out.accept(deletion(c)));
    }

    /** Makes one row of every channel. */
    abstract void rows(SortedMap<String, Total> totals, Coverage coverage, long nowMicros, Consumer<TableRow> out);

    /** Takes the row of a channel back that has nothing any more. */
    abstract TableRow deletion(String channel);

    static List<Object> columns(String channel, Total t, Coverage c) {
        return Arrays.asList(
                channel,
                t.bookings,
                Decimals.money(t.spendCents),
                t.costPerBooking(),
                t.net,
                t.costPerNetBooking(),
                c.first(),
                c.last());
    }
}
