package dev.tidemark.domain.bookings.spend;

/**
 * A row of a spend file that kept all rules.
 *
 * @param spendDay the day the money was spent, since 1970-01-01
 * @param channel the channel, without {@code _paid_ads}, lower case
 * @param spendCents the spend in US cents
 * @param asOfDay the day the number was known
 * @param sourceFile the file's name
 * @param readAtMicros when the file was read
 */
public record SpendRow(
        int spendDay, String channel, long spendCents, int asOfDay, String sourceFile, long readAtMicros) {}
