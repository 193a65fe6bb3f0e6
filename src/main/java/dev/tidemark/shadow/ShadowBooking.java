package dev.tidemark.shadow;

import dev.tidemark.domain.bookings.BookingStatus;
import java.util.List;

/**
 * A booking, found from the accepted deliveries.
 *
 * @param created the delivery of its earliest creation that was seen, or null if none was
 * @param root a delivery about the earliest invitee that was seen
 * @param eventType the event type it was made for
 * @param createdAtMicros when it was made, microseconds since the epoch
 * @param status booked, canceled or no-show; held counts as booked
 * @param startMicros start of the meeting as last agreed, or null when unknown
 * @param meeting id of that meeting, or null likewise
 * @param hosts its hosts
 */
record ShadowBooking(
        Delivery created,
        Delivery root,
        String eventType,
        long createdAtMicros,
        BookingStatus status,
        Long startMicros,
        String meeting,
        List<String> hosts) {}
