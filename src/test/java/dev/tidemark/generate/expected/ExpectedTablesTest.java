package dev.tidemark.generate.expected;

import static dev.tidemark.generate.expected.Cases.FACEBOOK;
import static dev.tidemark.generate.expected.Cases.UNMAPPED;
import static dev.tidemark.generate.expected.Cases.YOUTUBE;
import static dev.tidemark.generate.expected.Cases.booking;
import static dev.tidemark.generate.expected.Cases.plan;
import static dev.tidemark.generate.expected.Cases.rows;
import static dev.tidemark.generate.expected.Cases.seen;
import static dev.tidemark.generate.expected.Cases.spend;
import static dev.tidemark.generate.expected.Cases.truth;
import static dev.tidemark.generate.expected.Cases.truthAsOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Each table over a case small enough to be reckoned by hand. */
class ExpectedTablesTest {

    /** The values of a row as text, as they would stand in the expected file. */
    private static List<String> text(List<Map<String, Object>> rows) {
        return rows.stream()
                .map(r -> r.values().stream().map(String::valueOf).collect(Collectors.joining(" ")))
                .toList();
    }

    /** 14 January: two Facebook bookings of one person, one canceled. 15 January: YouTube, others. */
    private static GroundTruth twoDays(String asOf) {
        GroundTruth truth = truthAsOf(asOf);
        truth.add(seen(1, FACEBOOK, "2026-01-14T10:10:00Z", "2026-01-18T09:00:00Z"));
        BookingFacts canceled = seen(1, FACEBOOK, "2026-01-14T10:50:00Z", "2026-01-19T09:00:00Z");
        canceled.cancel(0);
        truth.add(canceled);
        truth.add(seen(2, YOUTUBE, "2026-01-15T11:00:00Z", "2026-01-18T09:30:00Z"));
        BookingFacts moved = booking(3, UNMAPPED);
        plan(moved, "2026-01-15T23:00:00Z", "2026-01-18T10:00:00Z");
        plan(moved, "2026-01-16T08:00:00Z", "2026-01-24T10:00:00Z");
        moved.see(0, 1);
        moved.see(1, 1);
        moved.link(0);
        truth.add(moved);
        return truth;
    }

    @Test
    void dailyBookingsHaveARowForEachKnownChannelOfADay() {
        assertThat(text(rows("gold_daily_bookings_by_channel", twoDays("2026-01-20T00:00:00Z"))))
                .containsExactly(
                        "2026-01-14 facebook 2 0 1 0 1 1 1 3 false",
                        "2026-01-14 others 0 0 0 0 0 0 0 3 false",
                        "2026-01-14 youtube 0 0 0 0 0 0 0 3 false",
                        "2026-01-15 facebook 0 0 0 0 0 0 0 3 false",
                        "2026-01-15 others 1 1 0 0 0 1 1 3 false",
                        "2026-01-15 youtube 1 0 0 0 1 1 1 3 false");
    }

    @Test
    void aDailyRowIsFinalSixtyDaysAfterItsDayUnlessAMeetingIsStillToCome() {
        assertThat(rows("gold_daily_bookings_by_channel", twoDays("2026-03-15T23:59:59Z")))
                .noneMatch(r -> r.get("is_final").equals(true));
        assertThat(rows("gold_daily_bookings_by_channel", twoDays("2026-03-16T00:00:00Z")))
                .allMatch(r -> r.get("is_final")
                        .equals(r.get("booking_date").toString().equals("2026-01-14")));
        GroundTruth open = twoDays("2026-03-17T00:00:00Z");
        open.add(seen(9, FACEBOOK, "2026-01-15T09:00:00Z", "2026-04-01T09:00:00Z"));
        assertThat(rows("gold_daily_bookings_by_channel", open))
                .filteredOn(r -> r.get("is_final").equals(false))
                .singleElement()
                .satisfies(r -> assertThat(r)
                        .containsEntry("channel", "facebook")
                        .hasEntrySatisfying("booking_date", d -> assertThat(d).hasToString("2026-01-15")));
    }

    @Test
    void theWeekIsTheIsoWeek() {
        GroundTruth truth = truthAsOf("2027-01-10T00:00:00Z");
        truth.add(seen(1, FACEBOOK, "2027-01-02T10:00:00Z", "2027-01-05T10:00:00Z"));
        assertThat(rows("gold_daily_bookings_by_channel", truth))
                .allMatch(r -> r.get("booking_week").equals(53));
    }

    @Test
    void hourlyBookingsHaveNoZeroRows() {
        assertThat(text(rows("gold_hourly_bookings_by_channel", twoDays("2026-03-15T11:00:00Z"))))
                .containsExactly(
                        "2026-01-14T10:00:00Z facebook 2 2026-01-14 3 true",
                        "2026-01-15T11:00:00Z youtube 1 2026-01-15 3 false",
                        "2026-01-15T23:00:00Z others 1 2026-01-15 3 false");
    }

    @Test
    void anHourBeginsWhereTheReportingZonesClockStrikes() {
        GroundTruth truth = truth("Asia/Kolkata");
        truth.add(seen(1, FACEBOOK, "2026-01-14T18:40:00Z", "2026-01-18T09:00:00Z"));
        assertThat(text(rows("gold_hourly_bookings_by_channel", truth)))
                .containsExactly("2026-01-14T18:30:00Z facebook 1 2026-01-15 3 false");
    }

    @Test
    void meetingTimesLeaveOutTheCanceledAndFollowTheMoved() {
        GroundTruth truth = twoDays("2026-01-20T00:00:00Z");
        BookingFacts noShow = seen(4, FACEBOOK, "2026-01-15T11:00:00Z", "2026-01-18T09:45:00Z");
        noShow.noShow(0, 2, true);
        truth.add(noShow);
        BookingFacts unknown = seen(5, FACEBOOK, "2026-01-15T11:00:00Z", "2026-01-18T12:00:00Z");
        plan(unknown, "2026-01-16T11:00:00Z", "2026-01-18T13:00:00Z");
        unknown.link(0);
        truth.add(unknown);
        // 18 January 2026 is a Sunday, the 24th a Saturday
        assertThat(text(rows("gold_booking_time_analysis", truth)))
                .containsExactly("facebook 1 9 2", "others 7 10 1", "youtube 1 9 1");
    }

    @Test
    void dailyCostTakesTheNewestSpendAndKeepsDaysWithoutBookings() {
        GroundTruth truth = twoDays("2026-01-20T00:00:00Z");
        spend(truth, "2026-01-15", "2026-01-14", "facebook", "100.00");
        spend(truth, "2026-01-17", "2026-01-14", "facebook", "107.01");
        spend(truth, "2026-01-16", "2026-01-14", "facebook", "55.00");
        spend(truth, "2026-01-14", "2026-01-13", "tiktok", "40.00");
        assertThat(text(rows("gold_daily_cpb_by_channel", truth)))
                .containsExactly(
                        "2026-01-13 tiktok 0 40.00 null 0 null 2026-01-14 3 false",
                        "2026-01-14 facebook 2 107.01 53.5050 1 107.0100 2026-01-17 3 false",
                        "2026-01-15 others 1 0.00 0.0000 1 0.0000 null 3 false",
                        "2026-01-15 youtube 1 0.00 0.0000 1 0.0000 null 3 false");
    }

    @Test
    void ofTheSameAsOfDateTheLastSpendCounts() {
        GroundTruth truth = twoDays("2026-01-20T00:00:00Z");
        spend(truth, "2026-01-15", "2026-01-14", "facebook", "100.00");
        spend(truth, "2026-01-15", "2026-01-14", "facebook", "90.00");
        assertThat(rows("gold_daily_cpb_by_channel", truth).get(0).get("total_spend"))
                .hasToString("90.00");
    }

    @Test
    void totalsAreOverTheDaysThatBothFeedsCover() {
        GroundTruth truth = twoDays("2026-01-20T00:00:00Z");
        spend(truth, "2026-01-20", "2026-01-13", "facebook", "1000.00");
        spend(truth, "2026-01-20", "2026-01-14", "facebook", "30.01");
        spend(truth, "2026-01-20", "2026-01-14", "tiktok", "69.99");
        // the spend ends on the 14th: so do the bookings that count
        assertThat(text(rows("gold_cpb_by_channel", truth)))
                .containsExactly(
                        "facebook 2 30.01 15.0050 1 30.0100 2026-01-14 2026-01-14",
                        "others 0 0.00 null 0 null 2026-01-14 2026-01-14",
                        "tiktok 0 69.99 null 0 null 2026-01-14 2026-01-14",
                        "youtube 0 0.00 null 0 null 2026-01-14 2026-01-14");
    }

    @Test
    void withoutAnOverlapThereAreNoTotals() {
        GroundTruth truth = twoDays("2026-01-20T00:00:00Z");
        spend(truth, "2026-01-20", "2026-01-16", "tiktok", "69.99");
        assertThat(text(rows("gold_cpb_by_channel", truth)))
                .containsExactly(
                        "facebook 0 0.00 null 0 null null null",
                        "others 0 0.00 null 0 null null null",
                        "youtube 0 0.00 null 0 null null null");
        assertThat(text(rows("gold_channel_attribution", truth)))
                .allSatisfy(r -> assertThat(r).endsWith("null null 1 1 null null"));
    }

    @Test
    void ranksAreDenseAndAChannelWithoutACostIsLast() {
        GroundTruth truth = twoDays("2026-01-20T00:00:00Z");
        spend(truth, "2026-01-20", "2026-01-14", "facebook", "60.00");
        spend(truth, "2026-01-20", "2026-01-15", "youtube", "30.00");
        spend(truth, "2026-01-20", "2026-01-15", "tiktok", "10.00");
        assertThat(text(rows("gold_channel_attribution", truth)))
                .containsExactly(
                        "facebook 2 60.00 30.0000 1 60.0000 2026-01-14 2026-01-15 1 2 0.5000 0.6000",
                        "others 1 0.00 0.0000 1 0.0000 2026-01-14 2026-01-15 2 1 0.2500 0.0000",
                        "tiktok 0 10.00 null 0 null 2026-01-14 2026-01-15 3 3 0.0000 0.1000",
                        "youtube 1 30.00 30.0000 1 30.0000 2026-01-14 2026-01-15 2 2 0.2500 0.3000");
    }

    @Test
    void halfADigitIsRoundedUp() {
        assertThat(UnitCost.of(new BigDecimal("0.01"), 8)).isEqualTo(new BigDecimal("0.0013"));
        assertThat(UnitCost.share(new BigDecimal("0.01"), new BigDecimal("80.00")))
                .isEqualTo(new BigDecimal("0.0001"));
    }
}
