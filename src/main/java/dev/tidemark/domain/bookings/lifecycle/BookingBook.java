package dev.tidemark.domain.bookings.lifecycle;

import dev.tidemark.contract.GoldFact;
import dev.tidemark.contract.ReportingTime;
import dev.tidemark.domain.bookings.BookingView;
import dev.tidemark.domain.bookings.DeliveryOutcome.Outcome;
import dev.tidemark.domain.bookings.WebhookEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The bookings of all persons in memory: what {@link FollowBookings} keeps in state, by the same rules but all at once. It
 * holds about 500 bytes a booking.
 */
public final class BookingBook {

    /** Says what a booking is attributed to. */
    public interface Attribution {
        /**
         * @param eventType URI of the event type
         * @param day day of the booking, since 1970-01-01
         * @param utmCampaign the booking link's campaign, or null
         * @param firstReceivedMicros when the first webhook of the invitee was received
         */
        Attributed of(String eventType, int day, String utmCampaign, long firstReceivedMicros);
    }

    /** What a booking is attributed to; {@code campaign} may be null. */
    public record Attributed(String channel, String campaign, boolean mapped) {}

    private final ReportingTime time;
    private final Map<String, Person> persons = new HashMap<>();
    private final Map<String, Long> firstReceived = new HashMap<>();

    public BookingBook(ReportingTime time) {
        this.time = time;
    }

    /** Takes an accepted delivery; the result does not depend on the order. */
    public Outcome take(WebhookEvent e) {
        firstReceived.merge(e.inviteeId(), e.receivedAtMicros(), Math::min);
        return switch (TakeEvent.into(persons.computeIfAbsent(e.personKey(), p -> new Person()), e)) {
            case TAKEN -> Outcome.ACCEPTED;
            case SUPERSEDED -> Outcome.SUPERSEDED;
            case DUPLICATE, DESCRIBED -> Outcome.DUPLICATE;
        };
    }

    /**
     * The facts that follow.
     *
     * @param attribution what bookings are attributed to
     * @param watermarkMicros meetings that ended by then are held
     * @param knownChannels the channels that have a row for every day with a booking
     * @param amend has the last word on each booking
     */
    public void facts(
            Attribution attribution,
            long watermarkMicros,
            List<String> knownChannels,
            UnaryOperator<BookingView> amend,
            Consumer<GoldFact> out) {
        BookingChains chains = new BookingChains(time);
        AllFacts facts = new AllFacts(knownChannels, out);
        persons.forEach((key, person) -> {
            for (Invitee i : person.invitees) {
                if (i.createdAt != Invitee.NEVER) {
                    Attributed a =
                            attribution.of(i.eventType, time.day(i.createdAt), i.utmCampaign, firstReceived.get(i.id));
                    i.channel = a.channel();
                    i.campaign = a.campaign();
                    i.mapped = a.mapped();
                    i.held = i.meetingVersion != Invitee.NEVER && i.meetingEnd <= watermarkMicros;
                }
            }
            facts.person(chains.of(key, person).stream()
                    .map(b -> amend.apply(b.view()))
                    .toList());
        });
        facts.end();
    }
}
