package dev.tidemark.shadow;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;

/**
 * Sums by cell of a table.
 *
 * @param <K> names a cell; may have fields that are null
 */
final class Tally<K> {
    private final Map<K, BigDecimal> sums = new HashMap<>();

    static <K> Tally<K> of(Map<K, BigDecimal> sums) {
        Tally<K> tally = new Tally<>();
        tally.sums.putAll(sums);
        return tally;
    }

    void add(K cell, long amount) {
        add(cell, BigDecimal.valueOf(amount));
    }

    void add(K cell, BigDecimal amount) {
        sums.merge(cell, amount, BigDecimal::add);
    }

    BigDecimal get(K cell) {
        return sums.getOrDefault(cell, BigDecimal.ZERO);
    }

    Map<K, BigDecimal> sums() {
        return sums;
    }
}
