package dev.tidemark.shadow;

import dev.tidemark.domain.bookings.EventKind;
import java.util.List;

/**
 * What an accepted delivery tells of a booking; as our decoder read it. Times are microseconds since the epoch.
 *
 * @param kind what happened
 * @param person who booked
 * @param invitee the invitee
 * @param oldInvitee the invitee that this one was moved from, or null
 * @param newInvitee the invitee that this one was moved to, or null
 * @param movedAway whether a cancellation is the first half of a reschedule
 * @param active whether the payload's status is not canceled
 * @param versionMicros orders what is told of one invitee
 * @param createdAtMicros when the invitee was made
 * @param eventType URI of the event type
 * @param startMicros start of the meeting
 * @param meeting id of the scheduled event
 * @param hosts user ids of its hosts
 */
record AcceptedEvent(
        EventKind kind,
        String person,
        String invitee,
        String oldInvitee,
        String newInvitee,
        boolean movedAway,
        boolean active,
        long versionMicros,
        long createdAtMicros,
        String eventType,
        long startMicros,
        String meeting,
        List<String> hosts) {}
