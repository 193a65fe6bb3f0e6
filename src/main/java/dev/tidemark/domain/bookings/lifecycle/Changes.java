package dev.tidemark.domain.bookings.lifecycle;

import dev.tidemark.domain.bookings.BookingStatus;
import dev.tidemark.domain.bookings.BookingView;
import dev.tidemark.domain.bookings.WebhookEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Says in the ledger's words how a person's bookings changed. */
final class Changes {
    private static final String UPDATED = "updated";

    private Changes() {}

    static List<Change> between(List<Booking> before, List<Booking> after) {
        List<Change> changes = new ArrayList<>(2);
        for (Booking b : before) {
            Booking successor = successor(b, after);
            if (!b.view().bookingId().equals(successor.view().bookingId())) {
                changes.add(new Change(Change.MERGED, b.view(), successor.view()));
            }
        }
        for (Booking a : after) {
            Booking predecessor = predecessor(a, before);
            describe(predecessor == null ? null : predecessor.view(), a.view(), changes);
            if (predecessor != null && isElsewhere(predecessor, a)) {
                changes.add(new Change(UPDATED, predecessor.view(), a.view()));
            }
        }
        return changes;
    }

    private static Booking successor(Booking b, List<Booking> after) {
        for (Booking a : after) {
            if (a.members().contains(b.view().bookingId())) {
                return a;
            }
        }
        throw new IllegalStateException("a booking vanished: " + b.view().bookingId());
    }

    /** The booking that {@code a} was before: the same one, or else one that it took up. */
    private static Booking predecessor(Booking a, List<Booking> before) {
        Booking takenUp = null;
        for (Booking b : before) {
            if (b.view().bookingId().equals(a.view().bookingId())) {
                return b;
            }
            if (a.members().contains(b.view().bookingId())) {
                takenUp = b;
            }
        }
        return takenUp;
    }

    private static void describe(BookingView before, BookingView after, List<Change> changes) {
        if (after.equals(before)) {
            return;
        }
        int size = changes.size();
        if (before == null) {
            changes.add(new Change("booked", null, after));
        } else if (isMoved(before, after)) {
            changes.add(new Change("reattributed", before, after));
        }
        int movesBefore = before == null ? 0 : before.rescheduleCount();
        for (int i = movesBefore; i < after.rescheduleCount(); i++) {
            changes.add(new Change("rescheduled", before, after));
        }
        BookingStatus statusBefore = before == null ? BookingStatus.BOOKED : before.status();
        if (after.status() != statusBefore) {
            if (statusBefore == BookingStatus.NO_SHOW && after.status() != BookingStatus.CANCELED) {
                changes.add(new Change("no_show_cleared", before, after));
            }
            if (after.status() != BookingStatus.BOOKED || statusBefore == BookingStatus.CANCELED) {
                changes.add(new Change(after.status().word(), before, after));
            }
        }
        if (changes.size() == size) {
            // the meeting's time or hosts changed without a move, as only REST shows
            changes.add(new Change(UPDATED, before, after));
        }
    }

    /** Whether nothing but the place of the meeting changed. */
    private static boolean isElsewhere(Booking before, Booking after) {
        return before.view().equals(after.view())
                && before.location() != after.location()
                && before.location() != WebhookEvent.NO_LOCATION
                && after.location() != WebhookEvent.NO_LOCATION;
    }

    /** Whether the booking counts for another date, channel or campaign now. */
    private static boolean isMoved(BookingView before, BookingView after) {
        return !before.bookingId().equals(after.bookingId())
                || before.bookingDay() != after.bookingDay()
                || !Objects.equals(before.channel(), after.channel())
                || !Objects.equals(before.campaign(), after.campaign());
    }
}
