package dev.tidemark.domain.bookings.kpi;

import dev.tidemark.contract.ReportingTime;
import dev.tidemark.domain.bookings.BookedDay;
import dev.tidemark.domain.bookings.BookingStatus;
import dev.tidemark.domain.bookings.BookingView;
import dev.tidemark.domain.bookings.PersonDay;
import dev.tidemark.domain.bookings.SpendDay;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** Makes the facts of these tests; days and hours are in UTC unless a test says otherwise. */
final class Fact {
    static final List<String> CHANNELS = List.of("facebook", "others", "tiktok", "youtube");

    private Fact() {}

    static BookingView booking(String id, String createdAt, String channel, BookingStatus status) {
        return booking(id, createdAt, channel, status, 0, "2026-03-10T09:00:00Z");
    }

    static BookingView booking(
            String id, String createdAt, String channel, BookingStatus status, int moves, String meeting) {
        long at = micros(createdAt);
        Long start = meeting == null ? null : (Long) micros(meeting);
        return new BookingView(
                id,
                "person",
                at,
                day(createdAt.substring(0, 10)),
                channel,
                null,
                "type",
                null,
                true,
                moves,
                status,
                start == null ? null : "event-of-" + id,
                start,
                start == null ? null : start + 1_800_000_000L,
                List.of());
    }

    static BookedDay booked(String day) {
        return new BookedDay(day(day), CHANNELS);
    }

    static PersonDay person(String day, String channel) {
        return new PersonDay(day(day), channel);
    }

    static SpendDay spend(String day, String channel, long cents, String asOf) {
        return new SpendDay(day(day), channel, cents, day(asOf));
    }

    static int day(String date) {
        return (int) LocalDate.parse(date).toEpochDay();
    }

    static long micros(String time) {
        return ReportingTime.micros(Instant.parse(time));
    }
}
