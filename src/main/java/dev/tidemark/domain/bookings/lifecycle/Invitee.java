package dev.tidemark.domain.bookings.lifecycle;

import dev.tidemark.domain.bookings.EventKind;
import dev.tidemark.domain.bookings.Host;
import dev.tidemark.domain.bookings.WebhookEvent;
import java.util.ArrayList;
import java.util.List;

/** What is known of one invitee: one appointment of one person. Mutable; times are microseconds since the epoch. */
final class Invitee {
    /** Stands for a time that is not known. */
    static final long NEVER = Long.MIN_VALUE;

    final String id;
    String oldId;
    String newId;
    /** A canceled half of a reschedule arrived, whether or not it named the new invitee. */
    boolean movedAway;

    long createdAt = NEVER;
    String eventType;
    /** As it was when booked, or null. */
    String eventTypeName;
    /** Whether an entry of the mapping names the event type. */
    boolean mapped;

    String utmCampaign;
    String channel;
    String campaign;

    /** As of when the meeting below was described. */
    long meetingVersion = NEVER;

    /** The scheduled event, which several invitees may share; null before it was kept. */
    String meetingId;

    long meetingStart;
    long meetingEnd;
    List<Host> hosts = List.of();
    /** Tells the meeting's places apart. */
    int location = WebhookEvent.NO_LOCATION;

    long activeVersion = NEVER;
    long canceledVersion = NEVER;
    long noShowVersion = NEVER;
    long noShowClearedVersion = NEVER;
    /** Event time has passed the end of the meeting. */
    boolean held;

    /** The delivery keys taken, so that each counts once. */
    final List<Taken> taken = new ArrayList<>(2);

    /** Kind and version of a change; with the invitee they are the delivery key. */
    record Taken(EventKind kind, long version) {}

    Invitee(String id) {
        this.id = id;
    }

    boolean isCanceled() {
        return canceledVersion != NEVER && canceledVersion >= activeVersion;
    }

    boolean isNoShow() {
        return noShowVersion != NEVER && noShowVersion > noShowClearedVersion;
    }

    /** The newest version of any change taken, or {@link #NEVER}. */
    long newestVersion() {
        long newest = NEVER;
        for (Taken t : taken) {
            newest = Math.max(newest, t.version);
        }
        return newest;
    }
}
