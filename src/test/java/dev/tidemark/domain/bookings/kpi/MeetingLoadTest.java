package dev.tidemark.domain.bookings.kpi;

import static dev.tidemark.domain.bookings.MeetingOutcome.CANCELED;
import static dev.tidemark.domain.bookings.MeetingOutcome.KEPT;
import static dev.tidemark.domain.bookings.MeetingOutcome.NO_SHOW;
import static dev.tidemark.domain.bookings.kpi.Fact.day;
import static dev.tidemark.domain.bookings.kpi.Fact.host;
import static dev.tidemark.domain.bookings.kpi.Fact.meeting;
import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.contract.ReportingTime;
import dev.tidemark.domain.bookings.Host;
import dev.tidemark.domain.bookings.MeetingView;
import dev.tidemark.gold.GoldLake;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The two tables of hosts' meetings. 2026-03-02 is a Monday. */
class MeetingLoadTest {
    private static final ReportingTime UTC = new ReportingTime(ZoneOffset.UTC);
    private static final Host ANN = host("ann");
    private static final Host BOB = host("bob");
    private static final Host CID = host("cid");

    @Nested
    class PerEmployee {
        private final GoldLake lake = new GoldLake(new MeetingLoadPerEmployee(UTC));

        @Test
        void eachHostCountsTheMeeting() {
            lake.add(
                            meeting("2026-03-02T09:00:00Z", 30, KEPT, ANN, BOB),
                            meeting("2026-03-03T09:00:00Z", 45, NO_SHOW, ANN),
                            meeting("2026-03-04T09:00:00Z", 60, CANCELED, ANN))
                    .checkpoint(0);

            assertThat(lake.select(
                            "user_id",
                            "user_email",
                            "user_name",
                            "total_meetings_count",
                            "meeting_minutes",
                            "canceled_count",
                            "no_show_count"))
                    .containsExactly(
                            List.of("ann", "ann@example.test", "Name of ann", 2L, 75L, 1L, 1L),
                            List.of("bob", "bob@example.test", "Name of bob", 1L, 30L, 0L, 0L));
        }

        @Test
        void aHostNamedTwiceCountsOnce() {
            lake.add(meeting("2026-03-02T09:00:00Z", 30, KEPT, ANN, ANN)).checkpoint(0);

            assertThat(lake.select("total_meetings_count")).containsExactly(List.of(1L));
        }

        @Test
        void theAverageIsOverTheWeeksFromTheFirstToTheLast() {
            lake.add(
                            meeting("2026-03-08T23:59:00Z", 30, KEPT, ANN),
                            meeting("2026-03-02T00:00:00Z", 30, KEPT, ANN),
                            meeting("2026-03-16T00:00:00Z", 30, KEPT, ANN),
                            meeting("2026-04-06T00:00:00Z", 30, CANCELED, ANN))
                    .checkpoint(0);

            assertThat(lake.select("average_meetings_per_week", "busiest_week_count"))
                    .containsExactly(List.of(new BigDecimal("1.0000"), 2L));
        }

        @Test
        void aHostOfCanceledMeetingsAloneHasNoAverage() {
            lake.add(meeting("2026-03-02T09:00:00Z", 30, CANCELED, ANN)).checkpoint(0);

            assertThat(lake.select(
                            "total_meetings_count",
                            "meeting_minutes",
                            "canceled_count",
                            "average_meetings_per_week",
                            "busiest_week_count"))
                    .containsExactly(asList(0L, 0L, 1L, null, 0L));
        }

        @Test
        void theLatestMeetingTellsNameAndAddress() {
            MeetingView latest = meeting("2026-03-05T09:00:00Z", 30, KEPT, new Host("ann", null, "Ann C"));
            lake.add(
                            latest,
                            meeting("2026-03-03T09:00:00Z", 30, KEPT, new Host("ann", "old@example.test", "Ann A")),
                            meeting("2026-03-04T18:00:00Z", 30, KEPT, new Host("ann", "b@example.test", "Ann B")),
                            meeting("2026-03-04T09:00:00Z", 30, KEPT, new Host("ann", "c@example.test", "Ann B")))
                    .checkpoint(0);
            assertThat(lake.select("user_email", "user_name")).containsExactly(List.of("c@example.test", "Ann C"));

            lake.takeBack(latest).checkpoint(0);

            assertThat(lake.select("user_email", "user_name")).containsExactly(List.of("c@example.test", "Ann B"));
        }

        @Test
        void aHostWithoutNameAndAddressHasARow() {
            lake.add(meeting("2026-03-05T09:00:00Z", 30, KEPT, new Host("ann", null, null)))
                    .checkpoint(0);

            assertThat(lake.select("user_id", "user_email", "user_name")).containsExactly(asList("ann", null, null));
        }

        @Test
        void theRowVanishesWithTheLastMeeting() {
            MeetingView m = meeting("2026-03-05T09:00:00Z", 30, KEPT, ANN, BOB);
            lake.add(m, meeting("2026-03-05T09:00:00Z", 30, KEPT, BOB)).checkpoint(0);

            lake.takeBack(m).checkpoint(0);

            assertThat(lake.select("user_id", "total_meetings_count")).containsExactly(List.of("bob", 1L));
            assertThat(lake.deleted).containsExactly("ann");
        }

        @Test
        void hostsOfOneHashAreKeptApart() {
            assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());
            lake.add(
                            meeting("2026-03-05T09:00:00Z", 30, KEPT, host("Aa")),
                            meeting("2026-03-05T09:00:00Z", 45, KEPT, host("BB")))
                    .checkpoint(0);

            assertThat(lake.select("user_id", "meeting_minutes"))
                    .containsExactly(List.of("Aa", 30L), List.of("BB", 45L));
        }
    }

    @Nested
    class Weekly {
        private final GoldLake lake = new GoldLake(new WeeklyEmployeeLoad(UTC));

        @Test
        void hostsAreComparedByMinutes() {
            lake.add(
                            meeting("2026-03-02T00:00:00Z", 60, KEPT, ANN),
                            meeting("2026-03-08T23:59:00Z", 30, NO_SHOW, ANN, BOB),
                            meeting("2026-03-08T12:00:00Z", 90, CANCELED, BOB),
                            meeting("2026-03-09T00:00:00Z", 15, KEPT, BOB))
                    .checkpoint(0);

            assertThat(lake.select(
                            "week_start",
                            "user_id",
                            "meetings_count",
                            "meeting_minutes",
                            "share_of_team",
                            "load_vs_team_average"))
                    .containsExactly(
                            List.of(day("2026-03-02"), "ann", 2L, 90L, decimal("0.7500"), decimal("1.5000")),
                            List.of(day("2026-03-02"), "bob", 1L, 30L, decimal("0.2500"), decimal("0.5000")),
                            List.of(day("2026-03-09"), "bob", 1L, 15L, decimal("1.0000"), decimal("1.0000")));
        }

        @Test
        void weeksAreThoseOfTheZone() {
            GoldLake inKolkata = new GoldLake(new WeeklyEmployeeLoad(new ReportingTime(ZoneId.of("Asia/Kolkata"))));
            GoldLake inNewYork = new GoldLake(new WeeklyEmployeeLoad(new ReportingTime(ZoneId.of("America/New_York"))));
            MeetingView sundayEvening = meeting("2026-03-08T18:30:00Z", 30, KEPT, ANN);
            MeetingView mondayMorning = meeting("2026-03-09T03:59:59Z", 30, KEPT, ANN);

            inKolkata.add(sundayEvening).checkpoint(0);
            inNewYork.add(mondayMorning).checkpoint(0);

            assertThat(inKolkata.select("week_start")).containsExactly(List.of(day("2026-03-09")));
            assertThat(inNewYork.select("week_start")).containsExactly(List.of(day("2026-03-02")));
        }

        @Test
        void overloadedIsMoreThanTwiceTheMedianAndMoreThanTenHours() {
            lake.add(
                            meeting("2026-03-02T00:00:00Z", 602, KEPT, ANN),
                            meeting("2026-03-02T00:00:00Z", 301, KEPT, BOB),
                            meeting("2026-03-02T00:00:00Z", 10, KEPT, CID))
                    .checkpoint(0);
            assertThat(lake.select("user_id", "overloaded"))
                    .containsExactly(List.of("ann", false), List.of("bob", false), List.of("cid", false));

            lake.add(meeting("2026-03-02T12:00:00Z", 1, KEPT, ANN)).checkpoint(0);
            assertThat(lake.select("user_id", "overloaded"))
                    .containsExactly(List.of("ann", true), List.of("bob", false), List.of("cid", false));

            // of four, the median lies between the two in the middle: 155.5, then 400.5
            lake.add(meeting("2026-03-02T00:00:00Z", 10, KEPT, host("dee"))).checkpoint(0);
            assertThat(lake.select("overloaded").get(0)).containsExactly(true);
            lake.add(meeting("2026-03-03T00:00:00Z", 490, KEPT, host("dee"))).checkpoint(0);
            assertThat(lake.select("overloaded").get(0)).containsExactly(false);
        }

        @Test
        void tenHoursAreNotTooMuchHoweverLittleTheOthersHave() {
            lake.add(
                            meeting("2026-03-02T00:00:00Z", 600, KEPT, ANN),
                            meeting("2026-03-02T00:00:00Z", 1, KEPT, BOB),
                            meeting("2026-03-02T00:00:00Z", 1, KEPT, CID))
                    .checkpoint(0);
            assertThat(lake.select("overloaded").get(0)).containsExactly(false);

            lake.add(meeting("2026-03-03T00:00:00Z", 1, KEPT, ANN)).checkpoint(0);
            assertThat(lake.select("overloaded").get(0)).containsExactly(true);
        }

        @Test
        void meetingsWithoutAMinuteHaveNoShares() {
            MeetingView instant = new MeetingView("m", 0, 1, List.of(ANN), KEPT);
            lake.add(instant).checkpoint(0);

            assertThat(lake.select("meetings_count", "meeting_minutes", "share_of_team", "load_vs_team_average"))
                    .containsExactly(asList(1L, 0L, null, null));
        }

        @Test
        void aHostWhoseMeetingsGoLeavesTheOthersTheirShare() {
            MeetingView m = meeting("2026-03-02T00:00:00Z", 30, KEPT, BOB);
            lake.add(m, meeting("2026-03-02T00:00:00Z", 30, KEPT, ANN)).checkpoint(0);

            lake.takeBack(m).checkpoint(0);

            assertThat(lake.select("user_id", "share_of_team")).containsExactly(List.of("ann", decimal("1.0000")));
            assertThat(lake.deleted).hasSize(1);
        }
    }

    private static BigDecimal decimal(String s) {
        return new BigDecimal(s);
    }
}
