package dev.tidemark.delta;

import static dev.tidemark.delta.Tables.count;
import static dev.tidemark.delta.Tables.noCount;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.table.TableRow;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UpsertMergeTest {
    private final TableLayout layout = new TableLayout(Tables.COUNTS);
    private final UpsertMerge merge = new UpsertMerge(layout);

    @Test
    void changesOnlyTheKeysItIsGiven() {
        assertThat(merged(List.of(count(1, "a", 1), count(1, "b", 2)), count(1, "b", 3), count(1, "c", 4)))
                .hasValue(List.of("[1, a, 1, 0]", "[1, b, 3, 0]", "[1, c, 4, 0]"));
        assertThat(merged(List.of(count(1, "a", 1), count(1, "b", 2)), noCount(1, "a")))
                .hasValue(List.of("[1, b, 2, 0]"));
    }

    @Test
    void nothingChangesWhenOnlyTheTimeOfWritingDiffers() {
        assertThat(merged(List.of(count(1, "a", 1, 10)), count(1, "a", 1, 20), noCount(1, "x")))
                .isEmpty();
        assertThat(merged(List.of(count(1, "a", 1, 10)), count(1, "a", 2, 20))).hasValue(List.of("[1, a, 2, 20]"));
        // a row that changes nothing keeps the time at which it last changed
        assertThat(merged(List.of(count(1, "a", 1, 10)), count(1, "a", 1, 20), count(1, "b", 1, 20)))
                .hasValue(List.of("[1, a, 1, 10]", "[1, b, 1, 20]"));
    }

    @Test
    void aChangedKeyIsThereOnce() {
        assertThat(merged(List.of(count(1, "a", 1), count(1, "a", 1)), count(1, "a", 1)))
                .hasValue(List.of("[1, a, 1, 0]"));
        assertThat(merged(List.of(count(1, "a", 1), count(1, "a", 1)), noCount(1, "a")))
                .hasValue(List.of());
        assertThat(merged(List.of(count(1, "a", 1), count(1, "a", 1)), count(1, "b", 1)))
                .hasValueSatisfying(rows -> assertThat(rows).hasSize(3));
    }

    private Optional<List<String>> merged(List<TableRow> stored, TableRow... changes) {
        Map<List<Object>, TableRow> byKey = new LinkedHashMap<>();
        for (TableRow c : changes) {
            byKey.put(layout.key(c.values()), c);
        }
        return merge.merge(stored.stream().map(TableRow::values).toList(), byKey)
                .map(rows -> rows.stream().map(Arrays::deepToString).toList());
    }
}
