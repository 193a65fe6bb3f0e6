package dev.tidemark.domain.bookings;

import dev.tidemark.contract.GoldFact;
import java.util.List;

/**
 * A booking as it stands: one chain of invitees that were moved from one to the next. Times are microseconds since the
 * epoch.
 *
 * @param bookingId the earliest invitee of the chain that was seen
 * @param personKey keyed hash of the invitee's e-mail address
 * @param createdAtMicros when the booking was made
 * @param bookingDay its day in the reporting zone
 * @param channel the channel by the mapping valid on that day
 * @param campaign the campaign, or null
 * @param eventType URI of the event type it was made for
 * @param eventTypeName its name then, or null
 * @param mapped whether the mapping has the event type on that day; if not, the channel is {@code others}
 * @param rescheduleCount how often it was moved
 * @param status where it stands
 * @param meetingId the scheduled event as last agreed, shared by its invitees, or null when it was not seen
 * @param meetingStartMicros start of the meeting as last agreed, or null when the move's other half was not seen
 * @param meetingEndMicros end of it, or null likewise
 * @param hosts the hosts of that meeting
 */
public record BookingView(
        String bookingId,
        String personKey,
        long createdAtMicros,
        int bookingDay,
        String channel,
        String campaign,
        String eventType,
        String eventTypeName,
        boolean mapped,
        int rescheduleCount,
        BookingStatus status,
        String meetingId,
        Long meetingStartMicros,
        Long meetingEndMicros,
        List<Host> hosts)
        implements GoldFact {

    /** The same booking where it would stand otherwise. */
    public BookingView withStatus(BookingStatus other) {
        return new BookingView(
                bookingId,
                personKey,
                createdAtMicros,
                bookingDay,
                channel,
                campaign,
                eventType,
                eventTypeName,
                mapped,
                rescheduleCount,
                other,
                meetingId,
                meetingStartMicros,
                meetingEndMicros,
                hosts);
    }
}
