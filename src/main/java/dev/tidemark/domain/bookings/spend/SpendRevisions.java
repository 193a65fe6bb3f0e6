package dev.tidemark.domain.bookings.spend;

import java.util.Arrays;

/**
 * The revisions of one day's and channel's spend so far.
 *
 * @param count how many were accepted
 * @param currentAsOfDay as-of date of the one that counts
 * @param currentCents its spend in US cents
 * @param olderAsOfDays as-of dates of the others, so that a repeated older row is known again
 * @param olderCents their spend, in the same order
 */
public record SpendRevisions(int count, int currentAsOfDay, long currentCents, int[] olderAsOfDays, long[] olderCents) {
    static final SpendRevisions NONE = new SpendRevisions(0, 0, 0, new int[0], new long[0]);

    /** The revisions with one more, or null if it repeats one. */
    SpendRevisions with(int asOfDay, long cents) {
        if (count == 0) {
            return new SpendRevisions(1, asOfDay, cents, olderAsOfDays, olderCents);
        }
        if (asOfDay == currentAsOfDay && cents == currentCents) {
            return null;
        }
        if (asOfDay >= currentAsOfDay) {
            return aside(asOfDay, cents, currentAsOfDay, currentCents);
        }
        for (int i = 0; i < olderAsOfDays.length; i++) {
            if (olderAsOfDays[i] == asOfDay && olderCents[i] == cents) {
                return null;
            }
        }
        return aside(currentAsOfDay, currentCents, asOfDay, cents);
    }

    /** Whether the row that made these of {@code before} was older than the one that counts. */
    boolean isSupersededBy(SpendRevisions before) {
        return before.count > 0 && currentAsOfDay == before.currentAsOfDay && currentCents == before.currentCents;
    }

    private SpendRevisions aside(int asOfDay, long cents, int olderAsOfDay, long older) {
        int n = olderAsOfDays.length;
        int[] days = Arrays.copyOf(olderAsOfDays, n + 1);
        long[] amounts = Arrays.copyOf(olderCents, n + 1);
        days[n] = olderAsOfDay;
        amounts[n] = older;
        return new SpendRevisions(count + 1, asOfDay, cents, days, amounts);
    }
}
