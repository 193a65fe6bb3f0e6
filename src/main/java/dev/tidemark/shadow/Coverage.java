package dev.tidemark.shadow;

/**
 * The days that bookings and spend both cover: from the later of the two first days to the earlier of the two last.
 *
 * @param first the first day, since 1970-01-01
 * @param last the last day; before the first if no day is covered
 */
record Coverage(int first, int last) {
    /** Gathers days of one feed. */
    static final class Days {
        private int first = Integer.MAX_VALUE;
        private int last = Integer.MIN_VALUE;

        void add(int day) {
            first = Math.min(first, day);
            last = Math.max(last, day);
        }
    }

    static Coverage of(Days bookings, Days spend) {
        return new Coverage(Math.max(bookings.first, spend.first), Math.min(bookings.last, spend.last));
    }

    boolean contains(int day) {
        return day >= first && day <= last;
    }
}
