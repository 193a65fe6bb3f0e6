package dev.tidemark.domain.bookings.kpi;

import dev.tidemark.contract.ReportingTime;
import dev.tidemark.domain.bookings.BookedDay;
import dev.tidemark.domain.bookings.BookingStatus;
import dev.tidemark.domain.bookings.BookingView;
import dev.tidemark.domain.bookings.Host;
import dev.tidemark.domain.bookings.MeetingOutcome;
import dev.tidemark.domain.bookings.MeetingView;
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

    /** A booking at noon of a day. */
    static BookingView ofCampaign(String campaign, String day, String channel, BookingStatus status) {
        BookingView b = booking("A", day + "T12:00:00Z", channel, status);
        return new BookingView(
                b.bookingId(),
                b.personKey(),
                b.createdAtMicros(),
                b.bookingDay(),
                b.channel(),
                campaign,
                b.eventType(),
                b.eventTypeName(),
                b.mapped(),
                b.rescheduleCount(),
                b.status(),
                b.meetingId(),
                b.meetingStartMicros(),
                b.meetingEndMicros(),
                b.hosts());
    }

    static MeetingView meeting(String start, int minutes, MeetingOutcome outcome, Host... hosts) {
        long at = micros(start);
        return new MeetingView("meeting", at, at + minutes * 60_000_000L, List.of(hosts), outcome);
    }

    /** A host whose name and address follow from the id. */
    static Host host(String id) {
        return new Host(id, id + "@example.test", "Name of " + id);
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
