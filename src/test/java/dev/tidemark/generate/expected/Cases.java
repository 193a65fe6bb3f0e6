package dev.tidemark.generate.expected;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Small cases for the oracle, told in a few words. */
final class Cases {
    static final String FACEBOOK = "event-type:facebook";
    static final String YOUTUBE = "event-type:youtube";
    static final String UNMAPPED = "event-type:unmapped";
    static final ExpectedHost MONA = new ExpectedHost("u-mona", "mona.host@example.test", "Mona Host");
    static final LocalDate JAN_15 = LocalDate.parse("2026-01-15");

    private Cases() {}

    /** Facebook, and YouTube with a campaign that changed on 15 January. */
    static GroundTruth truth(String zone) {
        LocalDate from = LocalDate.parse("2025-01-01");
        return new GroundTruth(
                ZoneId.of(zone),
                List.of(
                        new EventTypeMapping(FACEBOOK, "facebook", null, from, null),
                        new EventTypeMapping(YOUTUBE, "youtube", "winter", from, JAN_15),
                        new EventTypeMapping(YOUTUBE, "youtube", "spring", JAN_15, null)));
    }

    static GroundTruth truthAsOf(String asOf) {
        GroundTruth truth = truth("UTC");
        truth.sawWebhookOf(Instant.parse(asOf));
        return truth;
    }

    static BookingFacts booking(int person, String eventType) {
        return new BookingFacts(person, eventType, "a call", null, List.of(MONA));
    }

    /** A booking of one seen invitee whose half-hour meeting starts then. */
    static BookingFacts seen(int person, String eventType, String created, String start) {
        BookingFacts facts = plan(booking(person, eventType), created, start);
        facts.see(0, 1);
        return facts;
    }

    static BookingFacts plan(BookingFacts facts, String created, String start) {
        return plan(facts, UUID.randomUUID(), created, start);
    }

    static BookingFacts plan(BookingFacts facts, UUID meeting, String created, String start) {
        return facts.plan(meeting, micros(created), micros(start), micros(start) + 30 * 60 * 1_000_000L);
    }

    static long micros(String time) {
        return Instant.parse(time).toEpochMilli() * 1_000;
    }

    static void spend(GroundTruth truth, String asOf, String day, String channel, String amount) {
        truth.spend().accept(LocalDate.parse(asOf), LocalDate.parse(day), channel, new BigDecimal(amount));
    }

    static List<ExpectedBooking> bookings(GroundTruth truth) {
        List<ExpectedBooking> all = new ArrayList<>();
        truth.forEachBooking(all::add);
        return all;
    }

    static List<Map<String, Object>> rows(String table, GroundTruth truth) {
        return ExpectedTables.ALL.stream()
                .filter(t -> t.name().equals(table))
                .findFirst()
                .orElseThrow()
                .rows(truth);
    }
}
