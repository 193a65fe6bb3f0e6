package dev.tidemark.generate.expected;

import java.time.LocalDate;

/**
 * Which channel (and campaign) the bookings of an event type belong to.
 *
 * @param eventType the event type's URI
 * @param channel the channel, such as {@code facebook}
 * @param campaign the campaign, or null if the booking's own UTM campaign counts
 * @param validFrom the first booking day it holds for
 * @param validTo the first booking day it no longer holds for, or null
 */
public record EventTypeMapping(
        String eventType, String channel, String campaign, LocalDate validFrom, LocalDate validTo) {

    boolean validOn(LocalDate day) {
        return !day.isBefore(validFrom) && (validTo == null || day.isBefore(validTo));
    }
}
