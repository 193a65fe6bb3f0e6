package dev.tidemark.domain.bookings.lifecycle;

import dev.tidemark.contract.ReportingTime;
import dev.tidemark.domain.bookings.BookingStatus;
import dev.tidemark.domain.bookings.BookingView;
import dev.tidemark.domain.bookings.WebhookEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds a person's bookings: invitees that were moved from one to the next form one booking, whatever half of a move
 * told so. The first one seen gives its date and channel, the last one its meeting and outcome.
 */
final class BookingChains {
    private static final Comparator<Invitee> BY_AGE =
            Comparator.<Invitee>comparingLong(i -> i.createdAt).thenComparing(i -> i.id);

    private final ReportingTime time;

    BookingChains(ReportingTime time) {
        this.time = time;
    }

    List<Booking> of(String personKey, Person person) {
        if (person.invitees.size() == 1) {
            return List.of(booking(personKey, person.invitees));
        }
        List<Booking> bookings = new ArrayList<>();
        for (List<Invitee> chain : chains(person)) {
            if (chain.stream().anyMatch(BookingChains::isSeen)) {
                bookings.add(booking(personKey, chain));
            }
        }
        return bookings;
    }

    private static List<List<Invitee>> chains(Person person) {
        Map<String, Invitee> open = new LinkedHashMap<>();
        Map<String, List<String>> neighbours = new HashMap<>();
        for (Invitee i : person.invitees) {
            open.put(i.id, i);
            for (String other : new String[] {i.oldId, i.newId}) {
                if (other != null) {
                    neighbours.computeIfAbsent(i.id, k -> new ArrayList<>()).add(other);
                    neighbours.computeIfAbsent(other, k -> new ArrayList<>()).add(i.id);
                }
            }
        }
        List<List<Invitee>> chains = new ArrayList<>();
        while (!open.isEmpty()) {
            List<Invitee> chain = new ArrayList<>();
            Deque<String> next = new ArrayDeque<>();
            next.add(open.keySet().iterator().next());
            while (!next.isEmpty()) {
                String id = next.remove();
                Invitee i = open.remove(id);
                if (i != null) {
                    chain.add(i);
                    next.addAll(neighbours.getOrDefault(id, List.of()));
                }
            }
            chains.add(chain);
        }
        return chains;
    }

    private Booking booking(String personKey, List<Invitee> chain) {
        Invitee root = null;
        Invitee last = null;
        Set<String> members = new HashSet<>();
        for (Invitee i : chain) {
            members.add(i.id);
            if (isSeen(i) && (root == null || BY_AGE.compare(i, root) < 0)) {
                root = i;
            }
            if (i.newId == null && (last == null || isLater(i, last))) {
                last = i;
            }
        }
        boolean meetingKnown = last != null && isSeen(last) && !last.movedAway;
        return new Booking(
                new BookingView(
                        root.id,
                        personKey,
                        root.createdAt,
                        time.day(root.createdAt),
                        root.channel,
                        root.campaign,
                        root.eventType,
                        root.eventTypeName,
                        root.mapped,
                        moves(chain),
                        meetingKnown ? status(last) : BookingStatus.BOOKED,
                        meetingKnown ? last.meetingId : null,
                        meetingKnown ? (Long) last.meetingStart : null,
                        meetingKnown ? (Long) last.meetingEnd : null,
                        meetingKnown ? last.hosts : List.of()),
                members,
                meetingKnown ? last.location : WebhookEvent.NO_LOCATION);
    }

    /** An invitee that was only named, never seen, is the newest: something was moved to it. */
    private static boolean isLater(Invitee a, Invitee b) {
        if (isSeen(a) != isSeen(b)) {
            return !isSeen(a);
        }
        return BY_AGE.compare(a, b) > 0;
    }

    private static BookingStatus status(Invitee last) {
        if (last.isCanceled()) {
            return BookingStatus.CANCELED;
        }
        if (last.isNoShow()) {
            return BookingStatus.NO_SHOW;
        }
        return last.held ? BookingStatus.HELD : BookingStatus.BOOKED;
    }

    private static int moves(List<Invitee> chain) {
        if (chain.size() == 1) {
            return chain.get(0).movedAway ? 1 : 0;
        }
        record Move(String from, String to) {}
        Set<Move> moves = new HashSet<>();
        int toNowhere = 0;
        for (Invitee i : chain) {
            if (i.oldId != null) {
                moves.add(new Move(i.oldId, i.id));
            }
            if (i.newId != null) {
                moves.add(new Move(i.id, i.newId));
            } else if (i.movedAway) {
                toNowhere++;
            }
        }
        return moves.size() + toNowhere;
    }

    private static boolean isSeen(Invitee i) {
        return !i.taken.isEmpty();
    }
}
