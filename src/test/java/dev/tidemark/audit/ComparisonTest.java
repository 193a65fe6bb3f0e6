package dev.tidemark.audit;

import static dev.tidemark.delta.Tables.COUNTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.table.ColumnType;
import dev.tidemark.table.TableSpec;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final TableSpec COSTS = TableSpec.upsert("costs", TableSpec.Layer.GOLD)
            .column("channel", ColumnType.STRING, "")
            .column("spend", ColumnType.MONEY, "")
            .column("day", ColumnType.DATE, "")
            .key("channel")
            .build();

    private static Object[] count(String channel, long n) {
        return count(channel, n, 0);
    }

    private static Object[] count(String channel, long n, long updatedAt) {
        return new Object[] {20_000, channel, n, updatedAt};
    }

    private static List<Difference> differences(List<Object[]> found, List<Object[]> expected) {
        return Comparison.of(COUNTS).differences(found, expected, expected);
    }

    @Test
    void sameRowsDoNotDifferWhateverTheirOrderAndTimeOfWriting() {
        assertThat(differences(
                        List.of(count("b", 2, 5), count("a", 1, 6)), List.of(count("a", 1, 0), count("b", 2, 0))))
                .isEmpty();
    }

    @Test
    void aDifferenceNamesRowColumnAndBothValues() {
        List<Difference> differences =
                differences(List.of(count("a", 1), count("b", 2)), List.of(count("a", 1), count("b", 3)));

        assertThat(differences).containsExactly(new Difference("counts", "day=2024-10-04 channel=b", "n", "2", "3"));
        assertThat(differences.get(0)).hasToString("counts day=2024-10-04 channel=b: n is 2, but follows as 3");
    }

    @Test
    void everyColumnThatDiffersIsNamed() {
        Object[] found = {"a", new BigDecimal("1.50"), null};
        Object[] expected = {"a", new BigDecimal("1.51"), 0};

        assertThat(Comparison.of(COSTS).differences(rows(found), rows(expected), rows(expected)))
                .containsExactly(
                        new Difference("costs", "channel=a", "spend", "1.50", "1.51"),
                        new Difference("costs", "channel=a", "day", null, "1970-01-01"));
    }

    @Test
    void aMissingRowIsNamedWithWhatItShouldBe() {
        assertThat(differences(List.of(), rows(count("a", 1))))
                .containsExactly(new Difference("counts", "day=2024-10-04 channel=a", null, null, "{n=1}"))
                .first()
                .hasToString("counts day=2024-10-04 channel=a: the row is missing: {n=1}");
    }

    @Test
    void aRowTooManyIsNamedWithWhatItIs() {
        assertThat(differences(rows(count("a", 1)), List.of()))
                .containsExactly(new Difference("counts", "day=2024-10-04 channel=a", null, "{n=1}", null))
                .first()
                .hasToString("counts day=2024-10-04 channel=a: the row should not be: {n=1}");
    }

    @Test
    void aRowThatIsThereTwiceIsOneTooMany() {
        assertThat(differences(List.of(count("a", 1), count("a", 1)), rows(count("a", 1))))
                .containsExactly(new Difference("counts", "day=2024-10-04 channel=a", null, "{n=1}", null));
    }

    @Test
    void aRowMayBeAsALaterTimeHasIt() {
        Comparison comparison = Comparison.of(COUNTS);

        assertThat(comparison.differences(rows(count("a", 2)), rows(count("a", 1)), rows(count("a", 2))))
                .isEmpty();
        assertThat(comparison.differences(rows(count("a", 3)), rows(count("a", 1)), rows(count("a", 2))))
                .containsExactly(new Difference("counts", "day=2024-10-04 channel=a", "n", "3", "1"));
    }

    @Test
    void columnsThatArePassedOverMayDiffer() {
        assertThat(Comparison.without(COSTS, "spend")
                        .differences(
                                rows("a", new BigDecimal("1.00"), 1),
                                rows("a", new BigDecimal("2.00"), 1),
                                rows("a", new BigDecimal("2.00"), 1)))
                .isEmpty();
        assertThat(Comparison.without(COSTS, "spend")
                        .differences(rows("a", null, 1), rows("a", null, 2), rows("a", null, 2)))
                .extracting(Difference::column)
                .containsExactly("day");
    }

    @Test
    void aTableThatIsComputedWithAKeyTwiceIsRefused() {
        List<Object[]> twice = List.of(count("a", 1), count("a", 2));

        assertThatThrownBy(() -> differences(List.of(), twice))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("counts")
                .hasMessageContaining("channel=a");
    }

    private static List<Object[]> rows(Object... row) {
        return List.<Object[]>of(row);
    }
}
