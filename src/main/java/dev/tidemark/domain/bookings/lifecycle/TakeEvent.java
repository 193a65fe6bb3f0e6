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
        /** It had been taken before; nothing changed. */
        DUPLICATE
    }

    private TakeEvent() {}

    static Outcome into(Person person, WebhookEvent e) {
        Invitee invitee = person.findOrAdd(e.inviteeId());
        Invitee.Taken key = new Invitee.Taken(e.kind(), e.versionMicros());
        if (invitee.taken.contains(key)) {
            return Outcome.DUPLICATE;
        }
        boolean superseded = invitee.newestVersion() > e.versionMicros();
        invitee.taken.add(key);
        link(person, invitee, e);
        describe(invitee, e);
        status(invitee, e);
        return superseded ? Outcome.SUPERSEDED : Outcome.TAKEN;
    }

    private static void link(Person person, Invitee invitee, WebhookEvent e) {
        if (e.oldInviteeId() != null && !e.oldInviteeId().equals(e.inviteeId())) {
            invitee.oldId = e.oldInviteeId();
            // stands for the invitee that was not seen (yet), so that its own webhooks find the way here
            person.findOrAdd(e.oldInviteeId()).newId = e.inviteeId();
        }
        if (e.newInviteeId() != null && !e.newInviteeId().equals(e.inviteeId())) {
            invitee.newId = e.newInviteeId();
            person.findOrAdd(e.newInviteeId()).oldId = e.inviteeId();
        }
    }

    private static void describe(Invitee invitee, WebhookEvent e) {
        invitee.createdAt = invitee.createdAt == Invitee.NEVER
                ? e.createdAtMicros()
                : Math.min(invitee.createdAt, e.createdAtMicros());
        if (invitee.meetingVersion <= e.versionMicros()) {
            if (invitee.meetingEnd != e.meetingEndMicros()) {
                invitee.held = false; // at another time now; event time decides again
            }
            invitee.meetingVersion = e.versionMicros();
            invitee.meetingStart = e.meetingStartMicros();
            invitee.meetingEnd = e.meetingEndMicros();
            invitee.hosts = e.hosts();
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
}
