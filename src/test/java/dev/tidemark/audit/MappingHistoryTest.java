package dev.tidemark.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.contract.ReportingTime;
import dev.tidemark.domain.bookings.lifecycle.BookingBook.Attributed;
import dev.tidemark.domain.bookings.reference.EventTypeMapping;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class MappingHistoryTest {
    private static final String TYPE = "https://api.calendly.com/event_types/one";
    private static final int DAY = (int) LocalDate.parse("2026-03-02").toEpochDay();
    /** The end of the day, two days of lateness and an hour of out-of-orderness. */
    private static final Instant CLOSES = Instant.parse("2026-03-05T01:00:00Z");

    private static final Instant RECEIVED = Instant.parse("2026-03-02T12:00:01Z");

    @Test
    void aMappingThatComesWhileTheDayIsOpenMovesTheBooking() {
        MappingHistory history = history(always("early"), known("later", CLOSES.minusMillis(1)));

        assertThat(attributed(history, RECEIVED).channel()).isEqualTo("later");
    }

    @Test
    void aMappingThatComesWhenTheDayIsClosedDoesNot() {
        MappingHistory history = history(always("early"), known("later", CLOSES));

        assertThat(attributed(history, RECEIVED).channel()).isEqualTo("early");
    }

    @Test
    void aBookingThatComesAfterAMappingIsAttributedByItHoweverOld() {
        MappingHistory history = history(always("early"), known("later", CLOSES));

        assertThat(attributed(history, CLOSES).channel()).isEqualTo("later");
        assertThat(attributed(history, CLOSES.minusMillis(1)).channel()).isEqualTo("early");
    }

    @Test
    void ofReplayedMappingsTheLastCounts() {
        MappingHistory history = history(always("first"), always("second"), always("third"));

        assertThat(attributed(history, RECEIVED).channel()).isEqualTo("third");
    }

    @Test
    void whatTheMappingDoesNotHaveIsOfTheOthers() {
        MappingHistory history = history(always("early"), mapping(Long.MIN_VALUE));

        assertThat(attributed(history, RECEIVED)).isEqualTo(new Attributed("others", "utm", false));
    }

    @Test
    void theCampaignOfTheMappingWinsOverTheLinks() {
        MappingHistory history = history(
                mapping(Long.MIN_VALUE, entry("blog", "spring", LocalDate.parse("2026-03-02"))), always("late"));

        assertThat(attributed(history(mapping(Long.MIN_VALUE, entry("blog", "spring", null))), RECEIVED))
                .isEqualTo(new Attributed("blog", "spring", true));
        assertThat(attributed(history, RECEIVED)).isEqualTo(new Attributed("late", "utm", true));
    }

    @Test
    void anEntryCountsOnTheDaysOfItsValidity() {
        LocalDate next = LocalDate.ofEpochDay(DAY + 1);
        MappingHistory history = history(mapping(Long.MIN_VALUE, entry("blog", null, next)));

        assertThat(attributed(history, RECEIVED).channel()).isEqualTo("others");
        assertThat(history.of(TYPE, DAY + 1, null, micros(RECEIVED)).channel()).isEqualTo("blog");
    }

    @Test
    void theDayEndsInTheReportingZone() {
        Instant closesInBerlin = CLOSES.minus(Duration.ofHours(1));
        List<EventTypeMapping> versions = List.of(always("early"), known("later", closesInBerlin));

        assertThat(attributed(history(ZoneId.of("Europe/Berlin"), versions), RECEIVED)
                        .channel())
                .isEqualTo("early");
        assertThat(attributed(history(ZoneOffset.UTC, versions), RECEIVED).channel())
                .isEqualTo("later");
    }

    @Test
    void theKnownChannelsAreThoseOfTheNewestMapping() {
        assertThat(history(always("early"), always("later")).knownChannels()).containsExactly("later", "others");
    }

    private static Attributed attributed(MappingHistory history, Instant firstReceived) {
        return history.of(TYPE, DAY, "utm", micros(firstReceived));
    }

    private static MappingHistory history(EventTypeMapping... versions) {
        return history(ZoneOffset.UTC, List.of(versions));
    }

    private static MappingHistory history(ZoneId zone, List<EventTypeMapping> versions) {
        return new MappingHistory(versions, new ReportingTime(zone), Duration.ofDays(2), Duration.ofHours(1));
    }

    private static EventTypeMapping always(String channel) {
        return mapping(Long.MIN_VALUE, entry(channel, null, null));
    }

    private static EventTypeMapping known(String channel, Instant at) {
        return mapping(micros(at), entry(channel, null, null));
    }

    private static EventTypeMapping mapping(long knownAtMicros, EventTypeMapping.Entry... entries) {
        return new EventTypeMapping(List.of(entries), knownAtMicros);
    }

    private static EventTypeMapping.Entry entry(String channel, String campaign, LocalDate from) {
        int fromDay = from == null ? Integer.MIN_VALUE : (int) from.toEpochDay();
        return new EventTypeMapping.Entry(TYPE, channel, campaign, fromDay, Integer.MAX_VALUE);
    }

    private static long micros(Instant t) {
        return ReportingTime.micros(t);
    }
}
