package dev.tidemark.domain.bookings.kpi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.contract.GoldTable;
import dev.tidemark.contract.ReportingTime;
import dev.tidemark.domain.bookings.BookingStatus;
import dev.tidemark.domain.bookings.BookingView;
import dev.tidemark.gold.Contribution;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ChangedFactsTest {
    private static final List<GoldTable> TABLES =
            BookingGold.tables(new WindowRule(new ReportingTime(ZoneOffset.UTC), Duration.ofDays(9)));

    @Test
    void aMeetingThatWasHeldTouchesOnlyTheTablesThatCountHeldMeetings() {
        BookingView booked = Fact.booking("A", "2026-03-02T09:00:00Z", "facebook", BookingStatus.BOOKED);

        assertThat(touched(booked, booked.withStatus(BookingStatus.HELD)))
                .containsExactly("gold_daily_bookings_by_channel", "gold_daily_cpb_by_channel");
    }

    @Test
    void aChangeThatNoTableCountsTouchesNothing() {
        assertThat(touched(
                        Fact.booking("A", "2026-03-02T09:00:00Z", "facebook", BookingStatus.BOOKED),
                        Fact.booking("B", "2026-03-02T09:00:00Z", "facebook", BookingStatus.BOOKED)))
                .isEmpty();
    }

    @Test
    void aBookingOfAnotherChannelTouchesBothChannels() {
        Set<String> channels = new TreeSet<>();
        Contribution.ofChange(
                List.of(Fact.booking("A", "2026-03-02T09:00:00Z", "facebook", BookingStatus.BOOKED)),
                List.of(Fact.booking("A", "2026-03-02T09:00:00Z", "youtube", BookingStatus.BOOKED)),
                List.of(new HourlyBookingsByChannel(
                        new WindowRule(new ReportingTime(ZoneOffset.UTC), Duration.ofDays(9)))),
                c -> channels.add(c.cell().channel() + " " + c.amounts()[0]));

        assertThat(channels).containsExactly("facebook -1", "youtube 1");
    }

    private static Set<String> touched(BookingView before, BookingView after) {
        Set<String> tables = new TreeSet<>();
        Contribution.ofChange(
                List.of(before),
                List.of(after),
                TABLES,
                c -> tables.add(c.group().table()));
        return tables;
    }
}
