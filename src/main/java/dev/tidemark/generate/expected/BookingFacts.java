package dev.tidemark.generate.expected;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * One booking: its chain of invitees as planned, and what the deliveries sent so far have disclosed of it. Times are
 * microseconds since the epoch. Kept small, because there is one for each booking of a run.
 */
public final class BookingFacts {
    private static final long NEVER = Long.MIN_VALUE;

    /** One invitee of the chain. */
    private static final class Invitee {
        private final UUID meeting;
        private final long createdMicros;
        private final long startMicros;
        private final long endMicros;
        private long newestVersion = NEVER;
        private long noShowVersion = NEVER;
        private boolean noShow;
        private boolean canceled;
        private boolean linkedToNext;

        private Invitee(UUID meeting, long createdMicros, long startMicros, long endMicros) {
            this.meeting = meeting;
            this.createdMicros = createdMicros;
            this.startMicros = startMicros;
            this.endMicros = endMicros;
        }

        private boolean seen() {
            return newestVersion != NEVER;
        }
    }

    private final int person;
    private final String eventType;
    private final String eventTypeName;
    private final String utmCampaign;
    private final List<ExpectedHost> hosts;
    private final List<Invitee> chain = new ArrayList<>(1);

    /**
     * @param person a number for the person
     * @param utmCampaign as sent, blanks and all, or null
     */
    public BookingFacts(
            int person, String eventType, String eventTypeName, String utmCampaign, List<ExpectedHost> hosts) {
        this.person = person;
        this.eventType = eventType;
        this.eventTypeName = eventTypeName;
        this.utmCampaign = utmCampaign;
        this.hosts = hosts;
    }

    /**
     * Plans the next invitee of the chain; nothing is known of it until a delivery tells.
     *
     * @param meeting the scheduled event, shared by the invitees of a group
     */
    public BookingFacts plan(UUID meeting, long createdMicros, long startMicros, long endMicros) {
        chain.add(new Invitee(meeting, createdMicros, startMicros, endMicros));
        return this;
    }

    /**
     * A delivery about this invitee came.
     *
     * @return true if a newer one about the same invitee had come before
     */
    public boolean see(int invitee, long versionMicros) {
        Invitee i = chain.get(invitee);
        boolean superseded = versionMicros < i.newestVersion;
        i.newestVersion = Math.max(i.newestVersion, versionMicros);
        return superseded;
    }

    /** A delivery told that this invitee was moved to the next one of the chain. */
    public void link(int invitee) {
        chain.get(invitee).linkedToNext = true;
    }

    /** A delivery told that this invitee was canceled, not moved. */
    public void cancel(int invitee) {
        chain.get(invitee).canceled = true;
    }

    /** A delivery set or cleared the no-show; the newest version counts, not the last to arrive. */
    public void noShow(int invitee, long versionMicros, boolean set) {
        Invitee i = chain.get(invitee);
        if (versionMicros >= i.noShowVersion) {
            i.noShowVersion = versionMicros;
            i.noShow = set;
        }
    }

    /** The bookings that can be known of this: one for each linked run of invitees of which at least one was seen. */
    List<ExpectedBooking> resolve(GroundTruth truth) {
        List<ExpectedBooking> bookings = new ArrayList<>(1);
        int first = 0;
        while (first < chain.size()) {
            int last = first;
            while (last + 1 < chain.size() && chain.get(last).linkedToNext) {
                last++;
            }
            int earliestSeen = first;
            while (earliestSeen <= last && !chain.get(earliestSeen).seen()) {
                earliestSeen++;
            }
            if (earliestSeen <= last) {
                bookings.add(booking(chain.get(earliestSeen), chain.get(last), last - first, truth));
            }
            first = last + 1;
        }
        return bookings;
    }

    private ExpectedBooking booking(Invitee earliest, Invitee last, int links, GroundTruth truth) {
        Instant bookedAt = instant(earliest.createdMicros);
        LocalDate day = truth.day(bookedAt);
        EventTypeMapping mapping = truth.mapping(eventType, day);
        String campaign = mapping == null ? null : mapping.campaign();
        if (campaign == null && utmCampaign != null && !utmCampaign.isBlank()) {
            campaign = utmCampaign.trim();
        }
        Instant end = last.seen() ? instant(last.endMicros) : null;
        return new ExpectedBooking(
                person,
                bookedAt,
                day,
                eventType,
                eventTypeName,
                mapping != null,
                mapping == null ? GroundTruth.OTHERS : mapping.channel(),
                campaign,
                links,
                status(last, end, truth.asOf()),
                last.seen() ? last.meeting : null,
                last.seen() ? instant(last.startMicros) : null,
                end,
                hosts);
    }

    private static Status status(Invitee last, Instant end, Instant asOf) {
        if (last.canceled) {
            return Status.CANCELED;
        }
        if (last.noShow) {
            return Status.NO_SHOW;
        }
        return end != null && !end.isAfter(asOf) ? Status.HELD : Status.BOOKED;
    }

    private static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
    }
}
