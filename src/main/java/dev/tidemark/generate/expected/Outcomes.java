package dev.tidemark.generate.expected;

import java.util.HashSet;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** What became of the bookings of one day and channel. */
final class Outcomes {
    static final Outcomes NONE = new Outcomes();

    private final Set<Integer> people = new HashSet<>();
    private int bookings;
    private int reschedules;
    private int cancellations;
    private int noShows;
    private int held;

    /** The outcomes of every day and channel that has a booking. */
    static NavigableMap<DayChannel, Outcomes> byDayAndChannel(GroundTruth truth) {
        NavigableMap<DayChannel, Outcomes> outcomes = new TreeMap<>();
        truth.forEachBooking(
                b -> outcomes.computeIfAbsent(new DayChannel(b.bookingDate(), b.channel()), k -> new Outcomes())
                        .add(b));
        return outcomes;
    }

    private void add(ExpectedBooking b) {
        people.add(b.person());
        bookings++;
        reschedules += b.reschedules();
        switch (b.status()) {
            case CANCELED -> cancellations++;
            case NO_SHOW -> noShows++;
            case HELD -> held++;
            case BOOKED -> {}
        }
    }

    int people() {
        return people.size();
    }

    int bookings() {
        return bookings;
    }

    int reschedules() {
        return reschedules;
    }

    int cancellations() {
        return cancellations;
    }

    int noShows() {
        return noShows;
    }

    int held() {
        return held;
    }

    int net() {
        return bookings - cancellations - noShows;
    }

    /** Whether a meeting is still to come: its outcome is open, however long ago it was booked. */
    boolean anyOpen() {
        return bookings > cancellations + noShows + held;
    }
}
