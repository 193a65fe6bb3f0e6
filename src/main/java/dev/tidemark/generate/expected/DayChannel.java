package dev.tidemark.generate.expected;

import java.time.LocalDate;
import java.util.Comparator;

/** The key of the daily tables, in the order of their rows. */
record DayChannel(LocalDate day, String channel) implements Comparable<DayChannel> {
    private static final Comparator<DayChannel> ORDER =
            Comparator.comparing(DayChannel::day).thenComparing(DayChannel::channel);

    @Override
    public int compareTo(DayChannel other) {
        return ORDER.compare(this, other);
    }
}
