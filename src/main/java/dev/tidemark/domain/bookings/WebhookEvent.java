package dev.tidemark.domain.bookings;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * An accepted webhook: what the lifecycle needs, and the Silver row that it becomes. Times are microseconds since the
 * epoch.
 *
 * @param kind what happened
 * @param feed the feed that it came by
 * @param deliveryId the delivery in Bronze
 * @param personKey keyed hash of the e-mail address
 * @param inviteeId last part of the invitee's URI
 * @param oldInviteeId the invitee that this one was moved from, or null
 * @param newInviteeId the invitee that this one was moved to, or null
 * @param rescheduled whether a canceled invitee was moved, not canceled
 * @param active whether the payload's status is not {@code canceled}
 * @param versionMicros orders the changes of one invitee; with the kind and the invitee it names the change
 * @param createdAtMicros when the invitee was made
 * @param eventCreatedAtMicros when Calendly made the webhook
 * @param receivedAtMicros when we received it
 * @param eventType URI of the event type
 * @param eventTypeName name of the event type when booked, or null
 * @param utmCampaign the booking link's campaign, or null
 * @param meetingId last part of the scheduled event's URI; invitees of one meeting share it
 * @param meetingStartMicros start of the meeting
 * @param meetingEndMicros end of the meeting
 * @param hosts the meeting's hosts
 * @param reason the cancellation's reason, or null
 * @param cancelerType host or invitee, or null
 * @param silver the row of {@code silver_fact_events}; channel and campaign are filled in later
 */
public record WebhookEvent(
        EventKind kind,
        String feed,
        String deliveryId,
        String personKey,
        String inviteeId,
        String oldInviteeId,
        String newInviteeId,
        boolean rescheduled,
        boolean active,
        long versionMicros,
        long createdAtMicros,
        long eventCreatedAtMicros,
        long receivedAtMicros,
        String eventType,
        String eventTypeName,
        String utmCampaign,
        String meetingId,
        long meetingStartMicros,
        long meetingEndMicros,
        List<Host> hosts,
        String reason,
        String cancelerType,
        Object[] silver) {
    private static final int NO_SHOW_AT = BookingTables.SILVER_EVENTS.ordinal("data_payload_no_show_created_at");
    private static final int EVENT_CHANGED_AT =
            BookingTables.SILVER_EVENTS.ordinal("data_payload_scheduled_event_updated_at");
    private static final int[] LOCATION = Stream.of("type", "location", "additional_info")
            .mapToInt(f -> BookingTables.SILVER_EVENTS.ordinal("data_payload_scheduled_event_location_" + f))
            .toArray();

    /** What {@link #location} answers when the body does not tell. */
    public static final int NO_LOCATION = 0;

    /**
     * As of when the meeting is described. Its hosts and its place may change without a new version of the invitee: then
     * only the scheduled event's own time of change tells.
     */
    public long describedAtMicros() {
        Long changed = (Long) silver[EVENT_CHANGED_AT];
        return changed == null ? versionMicros : Math.max(versionMicros, changed);
    }

    /** Tells places apart, or {@link #NO_LOCATION}. A place itself may be somebody's telephone number. */
    public int location() {
        int hash = 1;
        for (int column : LOCATION) {
            hash = 31 * hash + Objects.hashCode(silver[column]);
        }
        return silver[LOCATION[0]] == null ? NO_LOCATION : hash == NO_LOCATION ? 1 : hash;
    }

    /** When the invitee was marked as a no-show as far as this body tells, or null if it tells of none. */
    public Long noShowAtMicros() {
        return (Long) silver[NO_SHOW_AT];
    }
}
