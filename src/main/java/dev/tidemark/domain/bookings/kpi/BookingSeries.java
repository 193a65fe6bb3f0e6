package dev.tidemark.domain.bookings.kpi;

import java.util.Collections;
import java.util.Map;
import java.util.function.IntConsumer;

/** The bookings of a channel day by day, from its first to its last day, days without bookings included. */
final class BookingSeries {
    /** The longest time that has rows, ten years: one booking with a date far off must not make rows without end. */
    static final int MAX_DAYS = 3_653;

    private final int firstDay;
    /** Bookings of all days before the i-th. */
    private final long[] cumulative;

    /**
     * What there is to say of a day.
     *
     * @param bookings of the day
     * @param sum7 of the trailing 7 days
     * @param days7 how many of these days the series has
     * @param sum30 of the trailing 30 days
     * @param days30 how many of these days the series has
     * @param cumulative of all days up to this one
     * @param weekBefore of the 7 days before the trailing 7, or null if the series does not have them all
     */
    record Point(long bookings, long sum7, int days7, long sum30, int days30, long cumulative, Long weekBefore) {}

    private BookingSeries(int firstDay, long[] cumulative) {
        this.firstDay = firstDay;
        this.cumulative = cumulative;
    }

    /** @param bookings by day, in no order; may have holes */
    static BookingSeries of(Map<Integer, Long> bookings) {
        if (bookings.isEmpty()) {
            return new BookingSeries(0, new long[1]);
        }
        int first = Collections.min(bookings.keySet());
        int last = Collections.max(bookings.keySet());
        long[] cumulative = new long[last - first + 2];
        bookings.forEach((day, n) -> cumulative[day - first + 1] = n);
        for (int i = 1; i < cumulative.length; i++) {
            cumulative[i] += cumulative[i - 1];
        }
        return new BookingSeries(first, cumulative);
    }

    /** Visits the days that have a row, in order. */
    void forEachDay(IntConsumer visit) {
        for (int i = firstIndex(); i < days(); i++) {
            visit.accept(firstDay + i);
        }
    }

    /** What there is to say of a day, or null if it has no row. */
    Point at(int day) {
        int i = day - firstDay;
        if (i < firstIndex() || i >= days()) {
            return null;
        }
        return new Point(
                sum(i, 1),
                sum(i, 7),
                Math.min(7, i + 1),
                sum(i, 30),
                Math.min(30, i + 1),
                cumulative[i + 1],
                i < 13 ? null : (Long) sum(i - 7, 7));
    }

    private int days() {
        return cumulative.length - 1;
    }

    private int firstIndex() {
        return Math.max(0, days() - MAX_DAYS);
    }

    /** The bookings of so many days up to the i-th, as far as there are days. */
    private long sum(int i, int days) {
        return cumulative[i + 1] - cumulative[Math.max(0, i + 1 - days)];
    }
}
