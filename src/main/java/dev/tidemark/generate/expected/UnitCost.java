package dev.tidemark.generate.expected;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Ratios of two sums, four digits after the point, null where there is nothing to divide by. */
final class UnitCost {
    static final BigDecimal NO_SPEND = new BigDecimal("0.00");

    private UnitCost() {}

    static BigDecimal of(BigDecimal spend, long count) {
        return count <= 0 ? null : spend.divide(BigDecimal.valueOf(count), 4, RoundingMode.HALF_UP);
    }

    static BigDecimal share(BigDecimal part, BigDecimal whole) {
        return whole.signum() == 0 ? null : part.divide(whole, 4, RoundingMode.HALF_UP);
    }
}
