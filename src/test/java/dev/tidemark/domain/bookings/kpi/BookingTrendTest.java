package dev.tidemark.domain.bookings.kpi;

import static dev.tidemark.domain.bookings.BookingStatus.BOOKED;
import static dev.tidemark.domain.bookings.BookingStatus.CANCELED;
import static dev.tidemark.domain.bookings.kpi.Fact.booked;
import static dev.tidemark.domain.bookings.kpi.Fact.booking;
import static dev.tidemark.domain.bookings.kpi.Fact.day;
import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.contract.GoldFact;
import dev.tidemark.domain.bookings.BookingView;
import dev.tidemark.gold.GoldLake;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BookingTrendTest {
    private static final LocalDate FIRST = LocalDate.parse("2026-03-01");

    private final GoldLake lake = new GoldLake(new BookingTrend());

    /** So many bookings of a channel on the n-th day, from 0. */
    private void book(int n, String channel, int bookings) {
        for (int i = 0; i < bookings; i++) {
            lake.add(on(n, channel));
        }
    }

    private static GoldFact[] on(int n, String channel) {
        String date = FIRST.plusDays(n).toString();
        return new GoldFact[] {booking("A", date + "T12:00:00Z", channel, BOOKED), booked(date)};
    }

    private Map<String, Object> row(int n, String channel) {
        return lake.rows().stream()
                .filter(r -> r.get("channel").equals(channel)
                        && r.get("booking_date").equals((int) FIRST.plusDays(n).toEpochDay()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everyKnownChannelHasARowForEveryDayBetween() {
        book(0, "youtube", 2);
        book(3, "facebook", 1);
        lake.checkpoint(0);

        assertThat(lake.rows()).hasSize(4 * Fact.CHANNELS.size());
        assertThat(lake.rows().stream().filter(r -> r.get("channel").equals("youtube")))
                .extracting(r -> r.get("bookings_count"), r -> r.get("cumulative"))
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(2L, 2L),
                        org.assertj.core.groups.Tuple.tuple(0L, 2L),
                        org.assertj.core.groups.Tuple.tuple(0L, 2L),
                        org.assertj.core.groups.Tuple.tuple(0L, 2L));
    }

    @Test
    void averagesAreOverTheDaysThatTheDataHas() {
        book(0, "youtube", 3);
        book(1, "youtube", 1);
        book(7, "youtube", 7);
        book(40, "youtube", 3);
        lake.checkpoint(0);

        assertThat(row(0, "youtube"))
                .containsEntry("average_7d", decimal("3.0000"))
                .containsEntry("average_30d", decimal("3.0000"));
        assertThat(row(2, "youtube")).containsEntry("average_7d", decimal("1.3333"));
        // the first day is out of the week, but not out of the 30 days
        assertThat(row(7, "youtube"))
                .containsEntry("average_7d", decimal("1.1429"))
                .containsEntry("average_30d", decimal("1.3750"));
        assertThat(row(29, "youtube")).containsEntry("average_30d", decimal("0.3667"));
        assertThat(row(30, "youtube")).containsEntry("average_30d", decimal("0.2667"));
        assertThat(row(40, "youtube"))
                .containsEntry("average_7d", decimal("0.4286"))
                .containsEntry("average_30d", decimal("0.1000"))
                .containsEntry("cumulative", 14L);
    }

    @Test
    void theWeekIsComparedWithTheWeekBeforeIfThereWasOne() {
        book(0, "youtube", 4);
        book(13, "youtube", 5);
        book(20, "youtube", 0);
        book(28, "facebook", 1);
        lake.checkpoint(0);

        assertThat(row(12, "youtube")).containsEntry("change_vs_previous_week", null);
        assertThat(row(13, "youtube")).containsEntry("change_vs_previous_week", decimal("0.2500"));
        assertThat(row(14, "youtube")).containsEntry("change_vs_previous_week", null);
        assertThat(row(20, "youtube")).containsEntry("change_vs_previous_week", decimal("-1.0000"));
        assertThat(row(28, "facebook")).containsEntry("change_vs_previous_week", null);
    }

    @Test
    void aLateBookingCorrectsTheDaysAfterItAndNoOthers() {
        book(0, "youtube", 1);
        book(5, "facebook", 1);
        book(9, "youtube", 1);
        lake.checkpoint(0);
        assertThat(lake.written).isEqualTo(10 * Fact.CHANNELS.size());

        book(5, "youtube", 1);
        lake.checkpoint(0);

        assertThat(lake.written).isEqualTo(5);
        assertThat(row(4, "youtube")).containsEntry("cumulative", 1L);
        assertThat(row(5, "youtube")).containsEntry("bookings_count", 1L).containsEntry("cumulative", 2L);
        assertThat(row(9, "youtube")).containsEntry("cumulative", 3L);
    }

    @Test
    void aBookingOfTodayWritesTodaysRowAlone() {
        book(0, "youtube", 1);
        book(9, "youtube", 1);
        lake.checkpoint(0);

        book(9, "youtube", 1);
        lake.checkpoint(0);

        assertThat(lake.written).isEqualTo(1);
    }

    @Test
    void whatBecameOfABookingChangesNothing() {
        BookingView a = booking("A", "2026-03-01T12:00:00Z", "youtube", BOOKED);
        lake.add(a, booked("2026-03-01")).checkpoint(0);

        lake.takeBack(a)
                .add(booking("A", "2026-03-01T12:00:00Z", "youtube", CANCELED))
                .checkpoint(0);

        assertThat(lake.written).isZero();
        assertThat(row(0, "youtube")).containsEntry("bookings_count", 1L);
    }

    @Test
    void rowsVanishWithTheFirstOrTheLastDay() {
        book(0, "youtube", 1);
        book(2, "youtube", 1);
        book(4, "youtube", 1);
        lake.checkpoint(0);

        lake.takeBack(on(0, "youtube")).takeBack(on(4, "youtube")).checkpoint(0);

        assertThat(lake.select("booking_date", "channel", "cumulative"))
                .containsExactlyElementsOf(Fact.CHANNELS.stream()
                        .map(c -> asList((Object) day("2026-03-03"), c, c.equals("youtube") ? 1L : 0L))
                        .toList());

        lake.takeBack(on(2, "youtube")).checkpoint(0);
        assertThat(lake.rows()).isEmpty();
    }

    @Test
    void aChannelThatIsNoLongerKnownHasItsOwnDays() {
        book(0, "youtube", 1);
        book(5, "youtube", 1);
        lake.add(booking("B", "2026-03-03T12:00:00Z", "blog", BOOKED)).checkpoint(0);

        assertThat(lake.rows().stream().filter(r -> r.get("channel").equals("blog")))
                .extracting(r -> r.get("booking_date"))
                .isEqualTo(List.of(day("2026-03-03")));
    }

    @Test
    void oneDateFarOffDoesNotMakeRowsWithoutEnd() {
        lake.add(booking("A", "0001-01-01T12:00:00Z", "youtube", BOOKED));
        lake.add(booking("B", "2026-03-01T12:00:00Z", "youtube", BOOKED)).checkpoint(0);

        assertThat(lake.rows()).hasSize(BookingSeries.MAX_DAYS);
        assertThat(row(0, "youtube")).containsEntry("cumulative", 2L);
    }

    private static BigDecimal decimal(String s) {
        return new BigDecimal(s);
    }
}
