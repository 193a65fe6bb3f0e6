package dev.tidemark.domain.bookings.spend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.contract.GoldFact;
import dev.tidemark.domain.bookings.DeliveryOutcome.Outcome;
import dev.tidemark.domain.bookings.SpendDay;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** All spend at once, as it follows from all rows of Bronze. */
class SpendBookTest {
    private static final int DAY = day("2026-03-02");

    private final SpendBook book = new SpendBook();

    @Test
    void theNewestAsOfDateCounts() {
        assertThat(take(5, "10.00")).isEqualTo(new SpendBook.Taken(Outcome.ACCEPTED, ""));
        assertThat(take(7, "12.34")).isEqualTo(new SpendBook.Taken(Outcome.ACCEPTED, ""));
        assertThat(take(6, "11.00")).isEqualTo(new SpendBook.Taken(Outcome.SUPERSEDED, ""));

        assertThat(facts()).containsExactly(new SpendDay(DAY, "youtube", 1_234, day("2026-03-07")));
    }

    @Test
    void ofOneAsOfDateTheLaterRowCounts() {
        take(5, "10.00");
        assertThat(take(5, "9.99").outcome()).isEqualTo(Outcome.ACCEPTED);

        assertThat(facts()).containsExactly(new SpendDay(DAY, "youtube", 999, day("2026-03-05")));
    }

    @Test
    void aRowThatWasThereBeforeIsADuplicate() {
        take(5, "10.00");
        take(6, "11.00");

        assertThat(take(6, "11.0").outcome()).isEqualTo(Outcome.DUPLICATE);
        assertThat(take(5, "10").outcome()).isEqualTo(Outcome.DUPLICATE);
        assertThat(facts()).containsExactly(new SpendDay(DAY, "youtube", 1_100, day("2026-03-06")));
    }

    @Test
    void aRowThatBreaksARuleDoesNotCount() {
        assertThat(take(5, "-1")).isEqualTo(new SpendBook.Taken(Outcome.QUARANTINED, "negative_spend"));

        assertThat(facts()).isEmpty();
    }

    @Test
    void daysAndChannelsAreApart() {
        take(5, "10.00");
        book.take("spend.json", day("2026-03-05"), 2, row("2026-03-02", "tiktok_paid_ads", "3"), 0);
        book.take("spend.json", day("2026-03-05"), 3, row("2026-03-03", "youtube_paid_ads", "4"), 0);

        assertThat(facts())
                .containsExactlyInAnyOrder(
                        new SpendDay(DAY, "youtube", 1_000, day("2026-03-05")),
                        new SpendDay(DAY, "tiktok", 300, day("2026-03-05")),
                        new SpendDay(DAY + 1, "youtube", 400, day("2026-03-05")));
    }

    @Test
    void aRowInBronzeThatIsNoJsonIsRefusedByName() {
        assertThatThrownBy(() -> book.take("spend.json", DAY, 4, "{\"date\":", 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("row 4 of spend.json");
    }

    private SpendBook.Taken take(int asOfDayOfMarch, String spend) {
        return book.take(
                "spend.json", day("2026-03-0" + asOfDayOfMarch), 1, row("2026-03-02", "youtube_paid_ads", spend), 0);
    }

    private static String row(String date, String channel, String spend) {
        return "{\"date\":\"" + date + "\",\"channel\":\"" + channel + "\",\"spend\":" + spend + "}";
    }

    private List<GoldFact> facts() {
        List<GoldFact> facts = new ArrayList<>();
        book.facts(facts::add);
        return facts;
    }

    private static int day(String date) {
        return (int) LocalDate.parse(date).toEpochDay();
    }
}
