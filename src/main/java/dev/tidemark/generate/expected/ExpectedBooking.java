package dev.tidemark.generate.expected;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/**
 * One booking as it stands as of the newest delivery.
 *
 * @param person who booked; the same number for every spelling of the same e-mail
 * @param bookedAt when the earliest seen invitee of the chain was made
 * @param bookingDate the day of {@code bookedAt} in the reporting zone
 * @param eventType URI of its event type
 * @param eventTypeName its name
 * @param mapped whether the mapping covers the event type on that day
 * @param channel the channel of its event type on that day, or {@code others}
 * @param campaign the mapping's campaign, else the trimmed UTM campaign, else null
 * @param reschedules how many moves are known
 * @param meeting the scheduled event at its last known time, or null if the last invitee was never seen
 * @param meetingStart start of the meeting at its last known time, or null likewise
 * @param meetingEnd end of it, or null likewise
 * @param hosts the hosts
 */
public record ExpectedBooking(
        int person,
        Instant bookedAt,
        LocalDate bookingDate,
        String eventType,
        String eventTypeName,
        boolean mapped,
        String channel,
        String campaign,
        int reschedules,
        Status status,
        UUID meeting,
        Instant meetingStart,
        Instant meetingEnd,
        List<ExpectedHost> hosts) {}
