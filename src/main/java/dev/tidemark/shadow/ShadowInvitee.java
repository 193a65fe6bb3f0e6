package dev.tidemark.shadow;

import dev.tidemark.domain.bookings.BookingStatus;
import java.util.Comparator;

/** Everything that the accepted deliveries told of one invitee. Mutable while they are gathered. */
final class ShadowInvitee {
    static final Comparator<ShadowInvitee> BY_AGE =
            Comparator.<ShadowInvitee>comparingLong(i -> i.createdAtMicros).thenComparing(i -> i.id);
    private static final Comparator<Delivery> BY_VERSION = Comparator.<Delivery>comparingLong(
                    d -> d.accepted().versionMicros())
            .thenComparingLong(Delivery::number);
    private static final long NEVER = Long.MIN_VALUE;

    final String id;
    String movedTo;
    String movedFrom;
    boolean movedAway;
    /** The first that told of its creation. */
    Delivery created;
    /** The first that told anything. */
    Delivery first;
    /** The newest that told anything. */
    Delivery newest;

    long createdAtMicros = Long.MAX_VALUE;
    private long activeMicros = NEVER;
    private long canceledMicros = NEVER;
    private long noShowMicros = NEVER;
    private long clearedMicros = NEVER;

    ShadowInvitee(String id) {
        this.id = id;
    }

    boolean isSeen() {
        return first != null;
    }

    void take(Delivery d) {
        AcceptedEvent e = d.accepted();
        first = first == null || BY_VERSION.compare(d, first) < 0 ? d : first;
        newest = newest == null || BY_VERSION.compare(d, newest) > 0 ? d : newest;
        createdAtMicros = Math.min(createdAtMicros, e.createdAtMicros());
        switch (e.kind()) {
            case CREATED -> {
                created = created == null || BY_VERSION.compare(d, created) < 0 ? d : created;
                activeMicros = e.active() ? Math.max(activeMicros, e.versionMicros()) : activeMicros;
            }
            case CANCELED -> {
                movedAway |= e.movedAway();
                canceledMicros = e.movedAway() ? canceledMicros : Math.max(canceledMicros, e.versionMicros());
            }
            case NO_SHOW -> noShowMicros = Math.max(noShowMicros, e.versionMicros());
            case NO_SHOW_CLEARED -> clearedMicros = Math.max(clearedMicros, e.versionMicros());
        }
    }

    BookingStatus status() {
        if (canceledMicros != NEVER && canceledMicros >= activeMicros) {
            return BookingStatus.CANCELED;
        }
        return noShowMicros != NEVER && noShowMicros > clearedMicros ? BookingStatus.NO_SHOW : BookingStatus.BOOKED;
    }
}
