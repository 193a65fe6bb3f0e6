package dev.tidemark.domain.bookings;

import dev.tidemark.contract.GoldFact;

/**
 * A person has at least one booking of that day and channel; however many, it is one fact.
 *
 * @param bookingDay the day, since 1970-01-01
 * @param channel the channel
 */
public record PersonDay(int bookingDay, String channel) implements GoldFact {}
