package dev.tidemark.domain.bookings.kpi;

import static dev.tidemark.domain.bookings.BookingStatus.BOOKED;
import static dev.tidemark.domain.bookings.BookingStatus.CANCELED;
import static dev.tidemark.domain.bookings.BookingStatus.HELD;
import static dev.tidemark.domain.bookings.BookingStatus.NO_SHOW;
import static dev.tidemark.domain.bookings.kpi.Fact.day;
import static dev.tidemark.domain.bookings.kpi.Fact.ofCampaign;
import static dev.tidemark.domain.bookings.kpi.Fact.spend;
import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.domain.bookings.BookingView;
import dev.tidemark.domain.bookings.SpendDay;
import dev.tidemark.gold.GoldLake;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class CampaignAttributionTest {
    private static final String DAY = "2026-03-02";
    private static final SpendDay FACEBOOK_SPEND = spend(DAY, "facebook", 9_000, DAY);

    private final GoldLake lake = new GoldLake(new CampaignAttribution());

    private void add(dev.tidemark.contract.GoldFact... facts) {
        lake.add(facts).checkpoint(0);
    }

    @Test
    void ranksAndSharesInsideTheChannelAndOverAll() {
        add(
                ofCampaign("spring", DAY, "facebook", HELD),
                ofCampaign("spring", DAY, "facebook", CANCELED),
                ofCampaign(null, DAY, "facebook", BOOKED),
                ofCampaign("winter", DAY, "facebook", NO_SHOW),
                ofCampaign("spring", DAY, "youtube", HELD),
                FACEBOOK_SPEND);

        assertThat(lake.select(
                        "channel",
                        "campaign",
                        "total_bookings_count",
                        "net_bookings_count",
                        "rank_by_volume",
                        "rank_in_channel",
                        "share_of_bookings",
                        "share_in_channel"))
                .containsExactly(
                        List.of("facebook", "(none)", 1L, 1L, 2, 2, decimal("0.2000"), decimal("0.2500")),
                        List.of("facebook", "spring", 2L, 1L, 1, 1, decimal("0.4000"), decimal("0.5000")),
                        List.of("facebook", "winter", 1L, 0L, 2, 2, decimal("0.2000"), decimal("0.2500")),
                        List.of("youtube", "spring", 1L, 1L, 2, 1, decimal("0.2000"), decimal("1.0000")));
    }

    @Test
    void spendIsToldOnlyWhereItCannotBeAnotherCampaigns() {
        add(
                ofCampaign("spring", DAY, "facebook", HELD),
                ofCampaign("winter", DAY, "facebook", HELD),
                ofCampaign("spring", DAY, "youtube", HELD),
                ofCampaign("spring", DAY, "youtube", CANCELED),
                ofCampaign(" ", DAY, "others", CANCELED),
                FACEBOOK_SPEND,
                spend(DAY, "youtube", 3_000, DAY));

        assertThat(lake.select(
                        "channel",
                        "campaign",
                        "total_spend",
                        "cpb",
                        "cost_per_net_booking",
                        "rank_by_cpb",
                        "share_of_spend"))
                .containsExactly(
                        asList("facebook", "spring", null, null, null, null, null),
                        asList("facebook", "winter", null, null, null, null, null),
                        asList("others", "(none)", decimal("0.00"), decimal("0.0000"), null, 1, decimal("0.0000")),
                        asList(
                                "youtube",
                                "spring",
                                decimal("30.00"),
                                decimal("15.0000"),
                                decimal("30.0000"),
                                2,
                                decimal("0.2500")));
    }

    @Test
    void aSecondCampaignTakesTheCostFromTheFirst() {
        BookingView winter = ofCampaign("winter", DAY, "facebook", HELD);
        add(ofCampaign("spring", DAY, "facebook", HELD), FACEBOOK_SPEND);
        assertThat(lake.select("cpb")).containsExactly(List.of(decimal("90.0000")));

        add(winter);
        assertThat(lake.select("campaign", "cpb")).containsExactly(asList("spring", null), asList("winter", null));

        lake.takeBack(winter).checkpoint(0);
        assertThat(lake.select("campaign", "cpb")).containsExactly(List.of("spring", decimal("90.0000")));
        assertThat(lake.deleted).containsExactly("facebook winter");
    }

    @Test
    void countsTheDaysThatBookingsAndSpendBothCover() {
        add(
                ofCampaign("early", "2026-03-01", "facebook", HELD),
                ofCampaign("spring", "2026-03-02", "facebook", HELD),
                ofCampaign("spring", "2026-03-05", "facebook", HELD),
                FACEBOOK_SPEND,
                spend("2026-03-03", "youtube", 1_000, "2026-03-03"));

        assertThat(lake.select("campaign", "total_bookings_count", "total_spend", "cpb", "first_date", "last_date"))
                .containsExactly(
                        asList("early", 0L, null, null, day("2026-03-02"), day("2026-03-03")),
                        asList("spring", 1L, decimal("90.00"), decimal("90.0000"), day(DAY), day("2026-03-03")));
    }

    @Test
    void withoutSpendThereIsNoCoveredDay() {
        add(ofCampaign("spring", DAY, "facebook", HELD));

        assertThat(lake.select("total_bookings_count", "first_date", "rank_by_volume", "share_of_bookings"))
                .containsExactly(asList(0L, null, 1, null));
    }

    @Test
    void spendAloneHasNoRow() {
        add(FACEBOOK_SPEND);

        assertThat(lake.rows()).isEmpty();
    }

    private static BigDecimal decimal(String s) {
        return new BigDecimal(s);
    }
}
