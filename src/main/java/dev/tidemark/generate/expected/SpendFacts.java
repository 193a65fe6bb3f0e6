package dev.tidemark.generate.expected;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The ad spend that counts: for each day and channel the row with the newest as-of date, of equals the last one. */
public final class SpendFacts {

    /** What was spent on a day for a channel, as told on {@code asOf}. */
    public record Spend(BigDecimal amount, LocalDate asOf) {}

    private final NavigableMap<DayChannel, Spend> newest = new TreeMap<>();

    /**
     * Takes an accepted row, in order of arrival.
     *
     * @param channel without {@code _paid_ads}, trimmed, lower case
     * @param amount in USD, two digits after the point
     */
    public void accept(LocalDate asOf, LocalDate day, String channel, BigDecimal amount) {
        newest.merge(
                new DayChannel(day, channel),
                new Spend(amount, asOf),
                (before, now) -> now.asOf().isBefore(before.asOf()) ? before : now);
    }

    NavigableMap<DayChannel, Spend> byDayAndChannel() {
        return Collections.unmodifiableNavigableMap(newest);
    }
}
