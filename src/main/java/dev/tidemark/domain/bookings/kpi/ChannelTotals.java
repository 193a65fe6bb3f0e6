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
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Totals by channel over the days for which both bookings and spend are covered: from the later of the two first days
 * to the earlier of the two last ones. One group; a cell is a day and a channel.
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

    /**
     * The days that both feeds cover.
     *
     * @param first the first day, or null if there is none
     * @param last the last day, or null likewise
     */
    record Coverage(Integer first, Integer last) {
        boolean contains(int day) {
            return first != null && day >= first && day <= last;
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
    public final void render(Group group, Consumer<TableRow> out) {
        Coverage coverage = coverage(group.cells());
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

    private static Coverage coverage(Map<CellKey, long[]> cells) {
        int firstBooking = Integer.MAX_VALUE;
        int lastBooking = Integer.MIN_VALUE;
        int firstSpend = Integer.MAX_VALUE;
        int lastSpend = Integer.MIN_VALUE;
        for (Map.Entry<CellKey, long[]> e : cells.entrySet()) {
            int day = e.getKey().day();
            if (e.getValue()[BOOKINGS] > 0) {
                firstBooking = Math.min(firstBooking, day);
                lastBooking = Math.max(lastBooking, day);
            }
            if (e.getValue()[SPEND_ROWS] > 0) {
                firstSpend = Math.min(firstSpend, day);
                lastSpend = Math.max(lastSpend, day);
            }
        }
        int first = Math.max(firstBooking, firstSpend);
        int last = Math.min(lastBooking, lastSpend);
        return first <= last ? new Coverage(first, last) : new Coverage(null, null);
    }
}
