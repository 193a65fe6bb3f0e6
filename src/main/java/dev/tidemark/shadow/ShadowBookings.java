package dev.tidemark.shadow;

import dev.tidemark.domain.bookings.BookingStatus;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the bookings in the accepted deliveries: whatever order they came in, an invitee that was moved and the one it
 * was moved to are one booking of one person.
 */
final class ShadowBookings {
    private final Map<String, Map<String, ShadowInvitee>> people = new LinkedHashMap<>();

    ShadowBookings(Collection<Delivery> deliveries) {
        for (Delivery d : deliveries) {
            if (d.accepted() != null) {
                take(d);
            }
        }
    }

    private void take(Delivery d) {
        AcceptedEvent e = d.accepted();
        Map<String, ShadowInvitee> person = people.computeIfAbsent(e.person(), p -> new LinkedHashMap<>(4));
        ShadowInvitee invitee = person.computeIfAbsent(e.invitee(), ShadowInvitee::new);
        invitee.take(d);
        link(person, e.oldInvitee(), e.invitee());
        link(person, e.invitee(), e.newInvitee());
    }

    /** One was moved to the other; one that was not seen itself may still join two that were. */
    private static void link(Map<String, ShadowInvitee> person, String from, String to) {
        if (from != null && to != null && !from.equals(to)) {
            person.computeIfAbsent(from, ShadowInvitee::new).movedTo = to;
            person.computeIfAbsent(to, ShadowInvitee::new).movedFrom = from;
        }
    }

    /** One delivery of each invitee that was seen to be created: the first of those that tell so. */
    List<Delivery> creations() {
        List<Delivery> creations = new ArrayList<>();
        for (Map<String, ShadowInvitee> person : people.values()) {
            person.values().stream()
                    .filter(i -> i.created != null)
                    .map(i -> i.created)
                    .forEach(creations::add);
        }
        return creations;
    }

    List<ShadowBooking> bookings() {
        List<ShadowBooking> bookings = new ArrayList<>();
        for (Map<String, ShadowInvitee> person : people.values()) {
            for (List<ShadowInvitee> chain : chains(person)) {
                chain.stream()
                        .filter(ShadowInvitee::isSeen)
                        .min(ShadowInvitee.BY_AGE)
                        .ifPresent(root -> bookings.add(booking(root, chain)));
            }
        }
        return bookings;
    }

    private static List<List<ShadowInvitee>> chains(Map<String, ShadowInvitee> person) {
        Map<String, Set<String>> joined = new LinkedHashMap<>();
        for (ShadowInvitee i : person.values()) {
            joined.computeIfAbsent(i.id, k -> new HashSet<>(2));
            for (String other : new String[] {i.movedFrom, i.movedTo}) {
                if (other != null) {
                    joined.computeIfAbsent(i.id, k -> new HashSet<>(2)).add(other);
                    joined.computeIfAbsent(other, k -> new HashSet<>(2)).add(i.id);
                }
            }
        }
        List<List<ShadowInvitee>> chains = new ArrayList<>();
        Set<String> done = new HashSet<>();
        for (String start : joined.keySet()) {
            List<ShadowInvitee> chain = new ArrayList<>(1);
            Deque<String> open = new ArrayDeque<>(List.of(start));
            while (!open.isEmpty()) {
                String id = open.remove();
                if (done.add(id)) {
                    chain.add(person.get(id));
                    open.addAll(joined.get(id));
                }
            }
            if (!chain.isEmpty()) {
                chains.add(chain);
            }
        }
        return chains;
    }

    private static ShadowBooking booking(ShadowInvitee root, List<ShadowInvitee> chain) {
        Delivery created = chain.stream()
                .filter(i -> i.created != null)
                .min(ShadowInvitee.BY_AGE)
                .map(i -> i.created)
                .orElse(null);
        ShadowInvitee last = null;
        for (ShadowInvitee i : chain) {
            if (i.movedTo == null && (last == null || isLater(i, last))) {
                last = i;
            }
        }
        // a meeting that was moved by a half that never came is somewhere, but nobody knows where
        boolean known = last != null && last.isSeen() && !last.movedAway;
        AcceptedEvent meeting = known ? last.newest.accepted() : null;
        return new ShadowBooking(
                created,
                root.created == null ? root.first : root.created,
                root.newest.accepted().eventType(),
                root.createdAtMicros,
                known ? last.status() : BookingStatus.BOOKED,
                known ? (Long) meeting.startMicros() : null,
                known ? meeting.meeting() : null,
                known ? meeting.hosts() : List.of());
    }

    private static boolean isLater(ShadowInvitee a, ShadowInvitee b) {
        return a.isSeen() == b.isSeen() ? ShadowInvitee.BY_AGE.compare(a, b) > 0 : !a.isSeen();
    }
}
