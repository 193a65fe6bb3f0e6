package dev.tidemark.delta;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PartitionCacheTest {
    private static final List<Object> A = List.of("a");
    private static final List<Object> B = List.of("b");

    private final PartitionCache cache = new PartitionCache(10);

    @Test
    void holdsForTheVersionThatOurOwnCommitsMade() {
        StoredPartition a = rows(2);
        cache.advance("t", 0, Map.of(A, a));
        assertThat(cache.get("t", 1, A)).isSameAs(a);
        assertThat(cache.get("t", 0, A)).isNull();
        assertThat(cache.get("t", 2, A)).isNull();
        cache.advance("t", 1, Map.of(B, rows(1)));
        assertThat(cache.get("t", 2, A)).isSameAs(a);
        assertThat(cache.get("other", 2, A)).isNull();
    }

    @Test
    void forgetsATableThatOthersHaveChanged() {
        cache.advance("t", 0, Map.of(A, rows(2)));
        cache.advance("t", 5, Map.of(B, rows(1)));
        assertThat(cache.get("t", 6, A)).isNull();
        assertThat(cache.get("t", 6, B)).isNotNull();
        assertThat(cache.rows()).isEqualTo(2);
    }

    @Test
    void keepsWhatWasUsedLastWithinItsBound() {
        cache.advance("t", 0, Map.of(A, rows(4)));
        cache.advance("t", 1, Map.of(B, rows(4)));
        cache.get("t", 2, A);
        cache.advance("u", 0, Map.of(A, rows(3)));
        assertThat(cache.get("t", 2, B)).isNull();
        assertThat(cache.get("t", 2, A)).isNotNull();
        assertThat(cache.get("u", 1, A)).isNotNull();
        cache.advance("u", 1, Map.of(A, rows(100)));
        assertThat(cache.rows()).isLessThanOrEqualTo(10);
    }

    private static StoredPartition rows(int n) {
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            rows.add(new Object[] {i});
        }
        return StoredPartition.written(rows, List.of());
    }
}
