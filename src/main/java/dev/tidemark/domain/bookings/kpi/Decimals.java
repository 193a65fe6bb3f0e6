package dev.tidemark.domain.bookings.kpi;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Decimals of Gold columns from sums in cents and counts. */
final class Decimals {
    private Decimals() {}

    /** An amount of money, two digits. */
    static BigDecimal money(long cents) {
        return BigDecimal.valueOf(cents, 2);
    }

    /** Cents a unit as money with four digits, or null for no units. */
    static BigDecimal unitCost(long cents, long units) {
        return units <= 0 ? null : money(cents).divide(BigDecimal.valueOf(units), 4, RoundingMode.HALF_UP);
    }

    /** A part of a whole, or any other ratio of two sums, with four digits, or null when the whole is zero. */
    static BigDecimal share(long part, long whole) {
        return whole == 0 ? null : BigDecimal.valueOf(part).divide(BigDecimal.valueOf(whole), 4, RoundingMode.HALF_UP);
    }
}
