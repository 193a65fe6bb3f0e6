package dev.tidemark.domain.bookings.lifecycle;

import dev.tidemark.domain.bookings.BookingView;
import dev.tidemark.domain.bookings.Host;
import dev.tidemark.domain.bookings.MeetingOutcome;
import java.util.ArrayList;
import java.util.List;

/**
 * One booking's part in a meeting, which came to hold or no longer holds.
 *
 * @param meetingId the scheduled event
 * @param startMicros its start as this booking knows it, microseconds since the epoch
 * @param endMicros its end likewise
 * @param hosts its hosts likewise
 * @param outcome what the meeting would be if there were this booking alone
 * @param sign 1 for a part that came to hold, -1 for one that no longer does
 */
public record MeetingPart(
        String meetingId, long startMicros, long endMicros, List<Host> hosts, MeetingOutcome outcome, int sign) {

    /** The parts that hold of these bookings; a booking whose meeting is not known has none. */
    static List<MeetingPart> of(List<Booking> bookings) {
        List<MeetingPart> parts = new ArrayList<>(bookings.size());
        for (Booking b : bookings) {
            BookingView v = b.view();
            if (v.meetingId() != null) {
                parts.add(new MeetingPart(
                        v.meetingId(), v.meetingStartMicros(), v.meetingEndMicros(), v.hosts(), outcome(v), 1));
            }
        }
        return parts;
    }

    private static MeetingOutcome outcome(BookingView v) {
        return switch (v.status()) {
            case BOOKED, HELD -> MeetingOutcome.KEPT;
            case NO_SHOW -> MeetingOutcome.NO_SHOW;
            case CANCELED -> MeetingOutcome.CANCELED;
        };
    }

    MeetingPart takenBack() {
        return new MeetingPart(meetingId, startMicros, endMicros, hosts, outcome, -sign);
    }
}
