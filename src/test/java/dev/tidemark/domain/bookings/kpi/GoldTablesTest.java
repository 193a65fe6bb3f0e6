package dev.tidemark.domain.bookings.kpi;

import static dev.tidemark.domain.bookings.BookingStatus.BOOKED;
import static dev.tidemark.domain.bookings.BookingStatus.CANCELED;
import static dev.tidemark.domain.bookings.BookingStatus.HELD;
import static dev.tidemark.domain.bookings.BookingStatus.NO_SHOW;
import static dev.tidemark.domain.bookings.kpi.Fact.booked;
import static dev.tidemark.domain.bookings.kpi.Fact.booking;
import static dev.tidemark.domain.bookings.kpi.Fact.day;
import static dev.tidemark.domain.bookings.kpi.Fact.micros;
import static dev.tidemark.domain.bookings.kpi.Fact.person;
import static dev.tidemark.domain.bookings.kpi.Fact.spend;
import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.contract.ReportingTime;
import dev.tidemark.domain.bookings.BookingView;
import dev.tidemark.domain.bookings.SpendDay;
import dev.tidemark.gold.GoldLake;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each Gold table in cases small enough to check by hand. */
class GoldTablesTest {
    private static final String DAY = "2026-03-02";
    private static final String NOON = "2026-03-02T12:00:00Z";
    private static final long OPEN = micros("2026-03-03T00:00:00Z");
    /** Ten days of lateness after the end of {@link #DAY}. */
    private static final long CLOSED = micros("2026-03-13T00:00:00Z");

    private static final WindowRule WINDOW = window(ZoneOffset.UTC);

    private static WindowRule window(ZoneId zone) {
        return new WindowRule(new ReportingTime(zone), Duration.ofDays(10));
    }

    @Nested
    class Daily {
        private final GoldLake lake = new GoldLake(new DailyBookingsByChannel(WINDOW));

        @Test
        void everyKnownChannelHasARow() {
            lake.add(booking("A", NOON, "youtube", BOOKED), booked(DAY), person(DAY, "youtube"))
                    .checkpoint(OPEN);

            assertThat(lake.select("channel", "bookings_count", "unique_people_count"))
                    .containsExactly(
                            List.of("facebook", 0L, 0L),
                            List.of("others", 0L, 0L),
                            List.of("tiktok", 0L, 0L),
                            List.of("youtube", 1L, 1L));
            assertThat(lake.rows()).allMatch(r -> r.get("booking_week").equals(10));
        }

        @Test
        void outcomesAreCountedForTheDayOfTheBooking() {
            lake.add(
                            booking("A", NOON, "youtube", BOOKED, 2, NOON),
                            booking("B", NOON, "youtube", CANCELED, 1, NOON),
                            booking("C", NOON, "youtube", NO_SHOW),
                            booking("D", NOON, "youtube", HELD),
                            booking("E", "2026-03-01T23:59:59.999999Z", "youtube", HELD))
                    .checkpoint(OPEN);

            Map<String, Object> row = lake.rows().get(1);
            assertThat(row)
                    .containsEntry("booking_date", day(DAY))
                    .containsEntry("bookings_count", 4L)
                    .containsEntry("reschedules_count", 3L)
                    .containsEntry("cancellations_count", 1L)
                    .containsEntry("no_shows_count", 1L)
                    .containsEntry("held_count", 1L)
                    .containsEntry("net_bookings_count", 2L);
        }

        @Test
        void rowsVanishWithTheLastBookingOfTheDay() {
            BookingView a = booking("A", NOON, "youtube", BOOKED);
            lake.add(a, booked(DAY)).checkpoint(OPEN);

            lake.takeBack(a, booked(DAY)).checkpoint(OPEN);

            assertThat(lake.rows()).isEmpty();
            assertThat(lake.deleted).hasSize(4);
        }

        @Test
        void rowsThatVanishWhileTheWindowClosesAreTakenBackToo() {
            BookingView a = booking("A", NOON, "youtube", BOOKED);
            lake.add(a, booked(DAY), booking("B", NOON, "blog", CANCELED)).checkpoint(OPEN);

            lake.takeBack(a, booked(DAY)).checkpoint(CLOSED);

            assertThat(lake.select("channel", "is_final")).containsExactly(List.of("blog", true));
        }

        @Test
        void isFinalWhenTheWindowIsClosedAndEveryBookingDecided() {
            BookingView open = booking("B", NOON, "facebook", BOOKED);
            lake.add(booking("A", NOON, "youtube", HELD), open, booked(DAY)).checkpoint(CLOSED - 1);
            assertThat(lake.rows()).allMatch(r -> r.get("is_final").equals(false));

            lake.checkpoint(CLOSED);
            assertThat(lake.select("channel", "is_final"))
                    .containsExactly(
                            List.of("facebook", false),
                            List.of("others", true),
                            List.of("tiktok", true),
                            List.of("youtube", true));

            lake.takeBack(open).add(booking("B", NOON, "facebook", HELD)).checkpoint(CLOSED);
            assertThat(lake.rows()).allMatch(r -> r.get("is_final").equals(true));
        }

        @ParameterizedTest
        @CsvSource({
            "2025-12-28T12:00:00Z, 52",
            "2025-12-29T12:00:00Z, 1",
            "2026-12-31T12:00:00Z, 53",
            "2027-01-03T12:00:00Z, 53",
            "2027-01-04T12:00:00Z, 1"
        })
        void theWeekIsThatOfIso(String createdAt, int week) {
            lake.add(booking("A", createdAt, "youtube", BOOKED)).checkpoint(OPEN);

            assertThat(lake.rows().get(0)).containsEntry("booking_week", week);
        }
    }

    @Nested
    class Hourly {
        @Test
        void countsByHourAndTakesEmptyHoursBack() {
            GoldLake lake = new GoldLake(new HourlyBookingsByChannel(WINDOW));
            BookingView late = booking("B", "2026-03-02T13:00:00Z", "youtube", BOOKED);
            lake.add(booking("A", "2026-03-02T12:59:59.999999Z", "youtube", BOOKED), late)
                    .checkpoint(OPEN);
            assertThat(lake.select("booking_hour", "channel", "total_bookings", "booking_date", "is_final"))
                    .containsExactly(
                            List.of(micros("2026-03-02T12:00:00Z"), "youtube", 1L, day(DAY), false),
                            List.of(micros("2026-03-02T13:00:00Z"), "youtube", 1L, day(DAY), false));

            lake.takeBack(late).checkpoint(CLOSED);

            assertThat(lake.select("booking_hour", "is_final"))
                    .containsExactly(List.of(micros("2026-03-02T12:00:00Z"), true));
        }

        @ParameterizedTest
        @CsvSource({
            // the hour from one to two comes twice when summer ends, and none from two to three when it begins
            "America/New_York, 2026-11-01T05:30:00Z, 2026-11-01T05:00:00Z, 2026-11-01",
            "America/New_York, 2026-11-01T06:30:00Z, 2026-11-01T06:00:00Z, 2026-11-01",
            "America/New_York, 2026-03-08T06:59:59Z, 2026-03-08T06:00:00Z, 2026-03-08",
            "America/New_York, 2026-03-08T07:00:00Z, 2026-03-08T07:00:00Z, 2026-03-08",
            "America/New_York, 2026-03-08T04:59:59Z, 2026-03-08T04:00:00Z, 2026-03-07",
            // clocks there show half past when the hour is full in Greenwich
            "Asia/Kolkata, 2026-03-02T18:29:59Z, 2026-03-02T17:30:00Z, 2026-03-02",
            "Asia/Kolkata, 2026-03-02T18:30:00Z, 2026-03-02T18:30:00Z, 2026-03-03"
        })
        void hoursAreThoseOfTheZone(ZoneId zone, String createdAt, String hour, String date) {
            GoldLake lake = new GoldLake(new HourlyBookingsByChannel(window(zone)));

            lake.add(booking("A", createdAt, "youtube", BOOKED)).checkpoint(0);

            assertThat(lake.select("booking_hour", "booking_date")).containsExactly(List.of(micros(hour), day(date)));
        }
    }

    @Nested
    class TimeAnalysis {
        private final GoldLake lake = new GoldLake(new BookingTimeAnalysis(WINDOW.time()));

        @Test
        void countsMeetingsByWeekdayAndHour() {
            lake.add(
                            booking("A", NOON, "youtube", BOOKED, 0, "2026-03-08T00:00:00Z"),
                            booking("B", NOON, "youtube", HELD, 0, "2026-03-15T00:59:59Z"),
                            booking("C", NOON, "youtube", NO_SHOW, 0, "2026-03-07T23:00:00Z"))
                    .checkpoint(OPEN);

            assertThat(lake.select("booking_day_of_week", "booking_hour", "bookings_count"))
                    .containsExactly(List.of(1, 0, 2L), List.of(7, 23, 1L));
        }

        @Test
        void canceledMeetingsLeaveAndThoseWithoutATimeDoNotCount() {
            BookingView a = booking("A", NOON, "youtube", BOOKED);
            lake.add(a, booking("B", NOON, "youtube", BOOKED, 1, null)).checkpoint(OPEN);
            assertThat(lake.rows()).hasSize(1);

            lake.takeBack(a).add(booking("A", NOON, "youtube", CANCELED)).checkpoint(OPEN);

            assertThat(lake.rows()).isEmpty();
        }

        @Test
        void movedMeetingsMove() {
            BookingView a = booking("A", NOON, "youtube", BOOKED);
            lake.add(a).checkpoint(OPEN);

            lake.takeBack(a)
                    .add(booking("A", NOON, "youtube", BOOKED, 1, "2026-03-11T10:00:00Z"))
                    .checkpoint(OPEN);

            assertThat(lake.select("booking_day_of_week", "booking_hour")).containsExactly(List.of(4, 10));
        }

        @Test
        void theHourIsThatOfTheZone() {
            GoldLake inKolkata = new GoldLake(
                    new BookingTimeAnalysis(window(ZoneId.of("Asia/Kolkata")).time()));

            inKolkata
                    .add(booking("A", NOON, "youtube", BOOKED, 0, "2026-03-07T20:00:00Z"))
                    .checkpoint(OPEN);

            assertThat(inKolkata.select("booking_day_of_week", "booking_hour")).containsExactly(List.of(1, 1));
        }
    }

    @Nested
    class DailyCost {
        private final GoldLake lake = new GoldLake(new DailyCpbByChannel(WINDOW));

        @Test
        void dividesSpendByBookings() {
            lake.add(
                            booking("A", NOON, "youtube", BOOKED),
                            booking("B", NOON, "youtube", HELD),
                            booking("C", NOON, "youtube", CANCELED),
                            spend(DAY, "youtube", 10_000, "2026-03-05"))
                    .checkpoint(OPEN);

            assertThat(lake.select(
                            "total_bookings",
                            "total_spend",
                            "cost_per_booking",
                            "net_bookings",
                            "cost_per_net_booking",
                            "spend_as_of"))
                    .containsExactly(List.of(
                            3L, decimal("100.00"), decimal("33.3333"), 2L, decimal("50.0000"), day("2026-03-05")));
        }

        @Test
        void aDayWithSpendAloneHasARowWithoutACost() {
            lake.add(spend(DAY, "tiktok", 1, "2026-03-05")).checkpoint(OPEN);

            assertThat(lake.select("total_bookings", "total_spend", "cost_per_booking", "cost_per_net_booking"))
                    .containsExactly(asList(0L, decimal("0.01"), null, null));
        }

        @Test
        void aDayWithBookingsAloneHasARowWithoutSpend() {
            lake.add(booking("A", NOON, "youtube", CANCELED)).checkpoint(OPEN);

            assertThat(lake.select("total_spend", "cost_per_booking", "cost_per_net_booking", "spend_as_of"))
                    .containsExactly(asList(decimal("0.00"), decimal("0.0000"), null, null));
        }

        @Test
        void aRevisionReplacesWhatWasKnown() {
            SpendDay first = spend(DAY, "youtube", 10_000, "2026-03-05");
            lake.add(first).checkpoint(OPEN);

            lake.takeBack(first).add(spend(DAY, "youtube", 0, "2026-03-06")).checkpoint(OPEN);

            assertThat(lake.select("total_spend", "spend_as_of"))
                    .containsExactly(List.of(decimal("0.00"), day("2026-03-06")));
        }

        @Test
        void rowsThatVanishWhileTheWindowClosesAreTakenBackToo() {
            BookingView a = booking("A", NOON, "youtube", BOOKED);
            lake.add(a, booking("B", NOON, "facebook", HELD)).checkpoint(OPEN);

            lake.takeBack(a).checkpoint(CLOSED);

            assertThat(lake.select("channel", "is_final")).containsExactly(List.of("facebook", true));
        }
    }

    @Nested
    class Totals {
        private final GoldLake costs = new GoldLake(new CpbByChannel());
        private final GoldLake ranks = new GoldLake(new ChannelAttribution());

        private void add(dev.tidemark.contract.GoldFact... facts) {
            costs.add(facts).checkpoint(OPEN);
            ranks.add(facts).checkpoint(OPEN);
        }

        @Test
        void countsTheDaysThatBothFeedsCover() {
            add(
                    booking("A", "2026-03-01T12:00:00Z", "youtube", HELD),
                    booking("B", "2026-03-02T12:00:00Z", "youtube", HELD),
                    booking("C", "2026-03-03T12:00:00Z", "facebook", CANCELED),
                    booking("D", "2026-03-09T12:00:00Z", "facebook", HELD),
                    spend("2026-03-02", "youtube", 1_000, "2026-03-05"),
                    spend("2026-03-04", "tiktok", 500, "2026-03-05"));

            int first = day("2026-03-02");
            int last = day("2026-03-04");
            assertThat(costs.rows().stream().map(r -> asList(r.values().toArray())))
                    .containsExactly(
                            asList("facebook", 1L, decimal("0.00"), decimal("0.0000"), 0L, null, first, last),
                            asList("tiktok", 0L, decimal("5.00"), null, 0L, null, first, last),
                            asList(
                                    "youtube",
                                    1L,
                                    decimal("10.00"),
                                    decimal("10.0000"),
                                    1L,
                                    decimal("10.0000"),
                                    first,
                                    last));
        }

        @Test
        void withoutACommonDayThereAreNoTotals() {
            add(booking("A", NOON, "youtube", HELD), booked(DAY), spend("2026-03-01", "youtube", 1_000, "2026-03-05"));

            assertThat(costs.rows()).hasSize(4);
            assertThat(costs.rows())
                    .allMatch(r -> r.get("total_bookings_count").equals(0L)
                            && r.get("total_spend").equals(decimal("0.00"))
                            && r.get("cpb") == null
                            && r.get("first_date") == null
                            && r.get("last_date") == null);
            assertThat(ranks.rows())
                    .allMatch(r -> r.get("share_of_bookings") == null && r.get("share_of_spend") == null);
        }

        @Test
        void theCoveredRangeFollowsTheFacts() {
            BookingView early = booking("A", "2026-03-01T12:00:00Z", "youtube", HELD);
            add(
                    early,
                    booking("B", NOON, "youtube", HELD),
                    spend("2026-03-01", "youtube", 100, DAY),
                    spend(DAY, "youtube", 100, DAY));
            assertThat(costs.select("total_spend", "first_date"))
                    .containsExactly(List.of(decimal("2.00"), day("2026-03-01")));

            costs.takeBack(early).checkpoint(OPEN);

            assertThat(costs.select("total_spend", "first_date")).containsExactly(List.of(decimal("1.00"), day(DAY)));
        }

        @Test
        void aChannelThatHasNothingAnyMoreIsTakenBack() {
            BookingView a = booking("A", NOON, "blog", HELD);
            add(a, booking("B", NOON, "youtube", HELD), spend(DAY, "youtube", 100, DAY));
            assertThat(costs.rows()).hasSize(2);

            costs.takeBack(a).checkpoint(OPEN);
            ranks.takeBack(a).checkpoint(OPEN);

            assertThat(costs.select("channel")).containsExactly(List.of("youtube"));
            assertThat(ranks.select("channel")).containsExactly(List.of("youtube"));
        }

        @Test
        void ranksAreDenseAndAChannelWithoutACostIsLast() {
            add(
                    booking("A", NOON, "youtube", HELD),
                    booking("B", NOON, "youtube", HELD),
                    booking("C", NOON, "facebook", HELD),
                    booking("D", NOON, "others", HELD),
                    booked(DAY),
                    spend(DAY, "youtube", 2_000, DAY),
                    spend(DAY, "facebook", 1_000, DAY),
                    spend(DAY, "tiktok", 1_000, DAY));

            assertThat(ranks.select(
                            "channel", "rank_by_volume", "cpb", "rank_by_cpb", "share_of_bookings", "share_of_spend"))
                    .containsExactly(
                            List.of("facebook", 2, decimal("10.0000"), 2, decimal("0.2500"), decimal("0.2500")),
                            List.of("others", 2, decimal("0.0000"), 1, decimal("0.2500"), decimal("0.0000")),
                            asList("tiktok", 3, null, 3, decimal("0.0000"), decimal("0.2500")),
                            List.of("youtube", 1, decimal("10.0000"), 2, decimal("0.5000"), decimal("0.5000")));
        }
    }

    @Test
    void everyTableIsUpsertedByItsKeyAndHasAWriteTime() {
        assertThat(BookingGold.tables(WINDOW)).hasSize(10).allSatisfy(t -> {
            assertThat(t.spec().key()).isNotEmpty();
            assertThat(t.spec().hasColumn("updated_at")).isTrue();
            assertThat(t.spec().meaning()).isNotBlank();
        });
    }

    private static BigDecimal decimal(String s) {
        return new BigDecimal(s);
    }
}
