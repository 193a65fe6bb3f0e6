package dev.tidemark.domain.bookings.lifecycle;

import dev.tidemark.contract.GoldFact;
import dev.tidemark.domain.bookings.BookingView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The facts that follow from all bookings at once: what {@link FollowBookings} and {@link FollowMeetings} tell change by
 * change. Tell every person, then {@link #end}.
 */
public final class AllFacts {
    private final List<String> knownChannels;
    private final Consumer<GoldFact> out;
    private final Map<String, Meeting> meetings = new HashMap<>();

    /**
     * @param knownChannels the channels that have a row for every day with a booking
     * @param out takes the facts
     */
    public AllFacts(List<String> knownChannels, Consumer<GoldFact> out) {
        this.knownChannels = List.copyOf(knownChannels);
        this.out = out;
    }

    /** Tells all bookings of one person. */
    public void person(List<BookingView> views) {
        List<Booking> bookings =
                views.stream().map(v -> new Booking(v, Set.of(), 0)).toList();
        Facts.of(bookings, knownChannels).forEach(out);
        for (MeetingPart part : MeetingPart.of(bookings)) {
            meetings.put(
                    part.meetingId(),
                    meetings.getOrDefault(part.meetingId(), Meeting.NONE).with(part));
        }
    }

    /** Tells the meetings, which persons share. */
    public void end() {
        meetings.forEach((id, meeting) -> out.accept(meeting.view(id)));
        meetings.clear();
    }
}
