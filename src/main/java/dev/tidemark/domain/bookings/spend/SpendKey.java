package dev.tidemark.domain.bookings.spend;

/**
 * What a number of spend is for.
 *
 * @param spendDay the day, since 1970-01-01
 * @param channel the channel
 */
public record SpendKey(int spendDay, String channel) {
    public static SpendKey of(SpendRow row) {
        return new SpendKey(row.spendDay(), row.channel());
    }
}
