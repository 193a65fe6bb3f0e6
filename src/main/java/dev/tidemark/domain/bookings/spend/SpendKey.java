package dev.tidemark.domain.bookings.spend;

import java.util.Comparator;

/**
 * What a number of spend is for.
 *
 * @param spendDay the day, since 1970-01-01
 * @param channel the channel
 */
public record SpendKey(int spendDay, String channel) implements Comparable<SpendKey> {
    private static final Comparator<SpendKey> ORDER =
            Comparator.comparingInt(SpendKey::spendDay).thenComparing(SpendKey::channel);

    @Override
    public int compareTo(SpendKey o) {
        return ORDER.compare(this, o);
    }

    public static SpendKey of(SpendRow row) {
        return new SpendKey(row.spendDay(), row.channel());
    }
}
