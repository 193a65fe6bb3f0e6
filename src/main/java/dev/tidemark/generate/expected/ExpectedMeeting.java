package dev.tidemark.generate.expected;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A meeting: the scheduled event that one or several bookings lead to. */
final class ExpectedMeeting {
    private final Instant start;
    private final Instant end;
    private final List<ExpectedHost> hosts;
    private final List<Status> bookings = new ArrayList<>(1);

    private ExpectedMeeting(ExpectedBooking first) {
        start = first.meetingStart();
        end = first.meetingEnd();
        hosts = first.hosts();
    }

    /** Every meeting that some booking leads to; where a booking was moved away from, it leads no more. */
    static Collection<ExpectedMeeting> of(GroundTruth truth) {
        Map<UUID, ExpectedMeeting> meetings = new HashMap<>();
        truth.forEachBooking(b -> {
            if (b.meeting() != null) {
                meetings.computeIfAbsent(b.meeting(), m -> new ExpectedMeeting(b))
                        .bookings
                        .add(b.status());
            }
        });
        return meetings.values();
    }

    List<ExpectedHost> hosts() {
        return hosts;
    }

    boolean isCanceled() {
        return bookings.stream().allMatch(s -> s == Status.CANCELED);
    }

    boolean isNoShow() {
        return !isCanceled()
                && bookings.stream().filter(s -> s != Status.CANCELED).allMatch(s -> s == Status.NO_SHOW);
    }

    int minutes() {
        return (int) Duration.between(start, end).toMinutes();
    }

    LocalDate day(GroundTruth truth) {
        return truth.day(start);
    }

    LocalDate week(GroundTruth truth) {
        return day(truth).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }
}
