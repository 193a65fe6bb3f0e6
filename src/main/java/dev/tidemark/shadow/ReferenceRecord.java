package dev.tidemark.shadow;

import java.util.List;

/**
 * What the reference pipeline makes of one delivery.
 *
 * @param event the kind of the webhook as it stands; empty if it names none
 * @param moved whether it names an invitee that it was moved from; the reference does not look at that
 * @param rows rows after every array is exploded
 * @param startMicros start of the meeting, microseconds since the epoch, or {@link #UNREADABLE}
 * @param channel one of its four channels
 * @param hosts the rows by host; one without a user id where the delivery names none
 */
record ReferenceRecord(String event, boolean moved, long rows, long startMicros, String channel, List<HostRows> hosts) {
    /** A start that it reads as null. */
    static final long UNREADABLE = Long.MIN_VALUE;

    /** Whether its rows are counted as bookings: it looks at nothing but the kind. */
    boolean counts() {
        return "invitee.created".equals(event);
    }

    /**
     * The rows that carry one host.
     *
     * @param userId the host, or null
     * @param rows how many
     */
    record HostRows(String userId, long rows) {}
}
