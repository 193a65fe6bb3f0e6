package dev.tidemark.generate;

import dev.tidemark.generate.expected.BookingFacts;

/**
 * A delivery that is still to be sent: what it tells, and when it arrives. Its body is written when it is sent.
 *
 * @param arrivalMicros when it arrives
 * @param sequence breaks ties, so that the order is the same everywhere
 * @param createdAtMicros the webhook's own {@code created_at}, whole seconds
 * @param kind what happened
 * @param invitee to whom; of an unsupported kind somebody who books at that time
 * @param changedMicros when it happened, as the payload tells
 * @param fate what must become of it
 * @param corruption what is wrong with it, if it is malformed
 * @param secondSubscription sent by another subscription to the same events
 */
record PlannedDelivery(
        long arrivalMicros,
        long sequence,
        long createdAtMicros,
        Kind kind,
        InviteePlan invitee,
        long changedMicros,
        Fate fate,
        Corruption corruption,
        UnsupportedKind unsupported,
        boolean secondSubscription)
        implements Comparable<PlannedDelivery> {

    enum Kind {
        CREATED("invitee.created"),
        MOVED("invitee.canceled"),
        CANCELED("invitee.canceled"),
        NO_SHOW_CREATED("invitee_no_show.created"),
        NO_SHOW_DELETED("invitee_no_show.deleted");

        final String event;

        Kind(String event) {
            this.event = event;
        }
    }

    enum Fate {
        ACCEPTED,
        DUPLICATE,
        LATE,
        MALFORMED,
        UNSUPPORTED
    }

    /** What orders the changes of one invitee. */
    long versionMicros() {
        return switch (kind) {
            case CREATED -> invitee.updatedMicros;
            case MOVED, CANCELED, NO_SHOW_CREATED -> changedMicros;
            case NO_SHOW_DELETED -> createdAtMicros;
        };
    }

    boolean tellsOldInvitee() {
        return invitee.position > 0 && (kind == Kind.CREATED || invitee.keepsOldInvitee);
    }

    /**
     * Discloses what this delivery tells of its booking.
     *
     * @return true if a newer one of the same invitee was sent before
     */
    boolean disclose() {
        BookingFacts facts = invitee.booking.facts;
        int position = invitee.position;
        if (tellsOldInvitee()) {
            facts.link(position - 1);
        }
        switch (kind) {
            case CREATED -> {}
            case MOVED -> facts.link(position);
            case CANCELED -> facts.cancel(position);
            case NO_SHOW_CREATED -> facts.noShow(position, versionMicros(), true);
            case NO_SHOW_DELETED -> facts.noShow(position, versionMicros(), false);
        }
        return facts.see(position, versionMicros());
    }

    @Override
    public int compareTo(PlannedDelivery other) {
        int byArrival = Long.compare(arrivalMicros, other.arrivalMicros);
        return byArrival != 0 ? byArrival : Long.compare(sequence, other.sequence);
    }
}
