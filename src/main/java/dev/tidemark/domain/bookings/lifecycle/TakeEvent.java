package dev.tidemark.domain.bookings.lifecycle;

import dev.tidemark.domain.bookings.WebhookEvent;

/**
 * Takes one webhook into a person's state. The result does not depend on the order in which webhooks are taken: each
 * field is decided by the newest version that speaks of it, and links are kept from whichever half brings them.
 */
final class TakeEvent {
    /** What a webhook was. */
    enum Outcome {
        /** It is new. */
        TAKEN,
        /** It is new, but an event with a newer version was there before it. */
        SUPERSEDED,
        /** It had been taken before, but this time it comes with more: newer hosts or place, or a link. */
        DESCRIBED,
        /** It had been taken before; nothing changed. */
        DUPLICATE
    }

    private TakeEvent() {}

    static Outcome into(Person person, WebhookEvent e) {
        Invitee invitee = person.findOrAdd(e.inviteeId());
        Invitee.Taken key = new Invitee.Taken(e.kind(), e.versionMicros());
        if (invitee.taken.contains(key)) {
            if (!knowsMore(invitee, e)) {
                return Outcome.DUPLICATE;
            }
            link(person, invitee, e);
            describe(invitee, e);
            return Outcome.DESCRIBED;
        }
        boolean superseded = invitee.newestVersion() > e.versionMicros();
        invitee.taken.add(key);
        link(person, invitee, e);
        describe(invitee, e);
        status(invitee, e);
        return superseded ? Outcome.SUPERSEDED : Outcome.TAKEN;
    }

    /** REST shows hosts and places as they are now under a key that a webhook had long ago. */
    private static boolean knowsMore(Invitee invitee, WebhookEvent e) {
        return e.describedAtMicros() > invitee.meetingVersion
                || invitee.oldId == null && isOther(e.oldInviteeId(), e)
                || invitee.newId == null && isOther(e.newInviteeId(), e);
    }

    private static boolean isOther(String inviteeId, WebhookEvent e) {
        return inviteeId != null && !inviteeId.equals(e.inviteeId());
    }

    private static void link(Person person, Invitee invitee, WebhookEvent e) {
        if (isOther(e.oldInviteeId(), e)) {
            invitee.oldId = e.oldInviteeId();
            // stands for the invitee that was not seen (yet), so that its own webhooks find the way here
            person.findOrAdd(e.oldInviteeId()).newId = e.inviteeId();
        }
        if (isOther(e.newInviteeId(), e)) {
            invitee.newId = e.newInviteeId();
            person.findOrAdd(e.newInviteeId()).oldId = e.inviteeId();
        }
    }

    private static void describe(Invitee invitee, WebhookEvent e) {
        invitee.createdAt = invitee.createdAt == Invitee.NEVER
                ? e.createdAtMicros()
                : Math.min(invitee.createdAt, e.createdAtMicros());
        if (invitee.meetingVersion <= e.describedAtMicros()) {
            if (invitee.meetingEnd != e.meetingEndMicros()) {
                invitee.held = false; // at another time now; event time decides again
            }
            invitee.meetingVersion = e.describedAtMicros();
            invitee.meetingStart = e.meetingStartMicros();
            invitee.meetingEnd = e.meetingEndMicros();
            invitee.hosts = e.hosts();
            invitee.location = e.location();
            invitee.eventType = e.eventType();
            invitee.eventTypeName = e.eventTypeName();
            invitee.meetingId = e.meetingId();
            invitee.utmCampaign = e.utmCampaign();
        }
    }

    private static void status(Invitee invitee, WebhookEvent e) {
        switch (e.kind()) {
            case CREATED -> {
                if (e.active()) {
                    invitee.activeVersion = Math.max(invitee.activeVersion, e.versionMicros());
                }
                noShowAsOf(invitee, e);
            }
            case CANCELED -> {
                if (e.rescheduled() || e.newInviteeId() != null) {
                    invitee.movedAway = true;
                } else {
                    invitee.canceledVersion = Math.max(invitee.canceledVersion, e.versionMicros());
                }
            }
            case NO_SHOW -> invitee.noShowVersion = Math.max(invitee.noShowVersion, e.versionMicros());
            case NO_SHOW_CLEARED ->
                invitee.noShowClearedVersion = Math.max(invitee.noShowClearedVersion, e.versionMicros());
        }
    }

    /** An active invitee's body tells whether it was a no-show by then; a mark from before that it lacks is cleared. */
    private static void noShowAsOf(Invitee invitee, WebhookEvent e) {
        if (e.noShowAtMicros() != null) {
            invitee.noShowVersion = Math.max(invitee.noShowVersion, e.noShowAtMicros());
        } else {
            invitee.noShowClearedVersion = Math.max(invitee.noShowClearedVersion, e.versionMicros() - 1);
        }
    }
}
