package dev.tidemark.generate.expected;

import java.util.List;
import java.util.Map;

/** One expected Gold table. */
public interface ExpectedTable {

    /** The table's name in the lake. */
    String name();

    /**
     * Its rows, sorted by key: column name to value, in column order, without {@code updated_at}. Values are String,
     * Integer, Boolean, BigDecimal, LocalDate, Instant or null.
     */
    List<Map<String, Object>> rows(GroundTruth truth);
}
