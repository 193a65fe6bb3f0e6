package dev.tidemark.domain.bookings;

import dev.tidemark.contract.GoldFact;

/**
 * What a channel cost on a day, as known now.
 *
 * @param spendDay the day, since 1970-01-01
 * @param channel the channel
 * @param spendCents the spend in US cents
 * @param asOfDay the day the number was known
 */
public record SpendDay(int spendDay, String channel, long spendCents, int asOfDay) implements GoldFact {}
