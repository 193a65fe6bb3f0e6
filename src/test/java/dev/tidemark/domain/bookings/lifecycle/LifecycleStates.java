package dev.tidemark.domain.bookings.lifecycle;

import static dev.tidemark.domain.bookings.EventBuilder.canceled;
import static dev.tidemark.domain.bookings.EventBuilder.created;
import static dev.tidemark.domain.bookings.EventBuilder.noShow;
import static dev.tidemark.domain.bookings.EventBuilder.noShowCleared;

import dev.tidemark.domain.bookings.Host;
import dev.tidemark.domain.bookings.MeetingOutcome;
import dev.tidemark.domain.bookings.WebhookEvent;
import dev.tidemark.testing.StateType;
import dev.tidemark.testing.StateTypes;
import java.io.IOException;
import java.util.List;

/** A person with bookings in every state, a meeting with bookings of every outcome, and a part of one. */
public final class LifecycleStates implements StateTypes {
    private static final List<Host> ANN = List.of(new Host("ann", "ann@example.test", "Ann"));
    private static final List<Host> BOB = List.of(new Host("bob", null, null), new Host("ann", null, "Ann"));

    @Override
    public List<StateType<?>> types() throws IOException {
        return List.of(
                StateType.tagged("Person", PersonSerializer.INSTANCE, person())
                        .before(1, beforeLayout2())
                        .before(2, beforeLayout3()),
                StateType.tagged("Meeting", MeetingSerializer.INSTANCE, meeting()),
                StateType.tagged(
                        "MeetingPart",
                        MeetingPartSerializer.INSTANCE,
                        part(1_772_442_000_000_000L, BOB, MeetingOutcome.NO_SHOW)
                                .takenBack()));
    }

    /** A value in every field, and none where none may be. */
    static Person person() {
        Person p = Follower.of(
                        created("A").campaign("spring"),
                        canceled("A").version("2026-03-03T10:00:00Z").to("B"),
                        created("B").made("2026-03-03T10:00:00Z").from("A"),
                        noShow("B").made("2026-03-03T10:00:00Z").version("2026-03-10T10:00:00Z"),
                        noShowCleared("B").made("2026-03-03T10:00:00Z").version("2026-03-10T11:00:00Z"),
                        created("X").hosts(),
                        canceled("X").version("2026-03-04T10:00:00Z"),
                        created("Y").from("W"))
                .person;
        p.find("B").held = true;
        p.find("B").mapped = true;
        p.find("A").eventTypeName = "Introduction";
        p.find("B").location = -42;
        p.find("X").campaign = "sommer \u00e9\u4e2d";
        return p;
    }

    /** Without places, and when a created invitee did not yet tell that it was no no-show by then. */
    private static Person beforeLayout3() {
        Person p = person();
        for (Invitee i : p.invitees) {
            i.location = WebhookEvent.NO_LOCATION;
            i.noShowClearedVersion = i.id.equals("B") ? i.noShowClearedVersion : Invitee.NEVER;
        }
        return p;
    }

    /** Without event types' names and meetings' ids as well. */
    private static Person beforeLayout2() {
        Person p = beforeLayout3();
        p.invitees.forEach(i -> {
            i.eventTypeName = null;
            i.meetingId = null;
            i.mapped = false;
        });
        return p;
    }

    static Meeting meeting() {
        Meeting m = Meeting.NONE;
        for (MeetingPart p : List.of(
                part(1_772_442_000_000_000L, ANN, MeetingOutcome.KEPT),
                part(1_772_442_000_000_000L, ANN, MeetingOutcome.KEPT),
                part(1_772_442_000_000_000L, ANN, MeetingOutcome.NO_SHOW),
                part(-1, BOB, MeetingOutcome.CANCELED),
                part(2, List.of(), MeetingOutcome.CANCELED))) {
            m = m.with(p);
        }
        return m;
    }

    private static MeetingPart part(long start, List<Host> hosts, MeetingOutcome outcome) {
        return new MeetingPart("M", start, start + 10, hosts, outcome, 1);
    }
}
