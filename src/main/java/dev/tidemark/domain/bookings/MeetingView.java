package dev.tidemark.domain.bookings;

import dev.tidemark.contract.GoldFact;
import java.util.List;

/**
 * A meeting as it stands: one scheduled event, however many invitees share it. Times are microseconds since the epoch.
 *
 * @param meetingId last part of the scheduled event's URI
 * @param startMicros start of the meeting
 * @param endMicros end of the meeting
 * @param hosts its hosts
 * @param outcome what became of it
 */
public record MeetingView(String meetingId, long startMicros, long endMicros, List<Host> hosts, MeetingOutcome outcome)
        implements GoldFact {
    private static final long MICROS_PER_MINUTE = 60_000_000L;

    /** Its length in whole minutes. */
    public long minutes() {
        return (endMicros - startMicros) / MICROS_PER_MINUTE;
    }
}
