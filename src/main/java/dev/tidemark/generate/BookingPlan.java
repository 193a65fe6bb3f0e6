package dev.tidemark.generate;

import dev.tidemark.generate.expected.BookingFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** One booking as planned: who books what with whom, and the chain of its invitees. */
final class BookingPlan {
    final int person;
    final EventType eventType;
    final Campaign campaign;
    final List<Host> hosts;
    /** What the deliveries disclose of it. */
    final BookingFacts facts;

    private final List<InviteePlan> chain = new ArrayList<>(1);

    /** The tracking fields of a booking, as sent; each may be null or blank. */
    record Campaign(String utmCampaign, String utmSource, String utmMedium) {}

    BookingPlan(int person, EventType eventType, Campaign campaign, List<Host> hosts) {
        this.person = person;
        this.eventType = eventType;
        this.campaign = campaign;
        this.hosts = hosts;
        facts = new BookingFacts(
                person,
                eventType.uri(),
                eventType.name(),
                campaign.utmCampaign(),
                hosts.stream().map(Host::expected).toList());
    }

    void add(InviteePlan invitee) {
        chain.add(invitee);
        Meeting meeting = invitee.meeting;
        facts.plan(
                new UUID(meeting.idHigh(), meeting.idLow()),
                invitee.createdMicros,
                meeting.startMicros(),
                meeting.endMicros());
    }

    /** The invitee at this place of the chain, or null. */
    InviteePlan invitee(int position) {
        return position >= 0 && position < chain.size() ? chain.get(position) : null;
    }
}
