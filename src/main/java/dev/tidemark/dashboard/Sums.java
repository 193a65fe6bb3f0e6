package dev.tidemark.dashboard;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** What the bookings of some days and channels add up to, and what they cost. Rates and costs are of the sums. */
final class Sums {
    long bookings;
    long canceled;
    long noShows;
    long held;
    long net;
    /** Bookings of days that bookings and spend both cover. */
    long coveredBookings;

    long coveredNet;
    long coveredCents;
    long cents;
    /** Whether the spend of any of the days is known. */
    boolean spendKnown;

    void add(Figures.Cell c, boolean covered) {
        bookings += c.bookings;
        canceled += c.canceled;
        noShows += c.noShows;
        held += c.held;
        net += c.net;
        cents += c.cents;
        spendKnown |= c.spendKnown;
        if (covered) {
            coveredBookings += c.bookings;
            coveredNet += c.net;
            coveredCents += c.cents;
        }
    }

    /** US dollars; null if no spend is known. */
    BigDecimal spend() {
        return spendKnown ? BigDecimal.valueOf(cents, 2) : null;
    }

    BigDecimal costPerBooking() {
        return cost(coveredCents, coveredBookings);
    }

    BigDecimal costPerNetBooking() {
        return cost(coveredCents, coveredNet);
    }

    /** Canceled ones among all bookings; null without bookings. */
    BigDecimal cancellationRate() {
        return ratio(canceled, bookings);
    }

    /** No-shows among the meetings that were due and not canceled; null while none was due. */
    BigDecimal noShowRate() {
        return ratio(noShows, noShows + held);
    }

    /** Cents a unit as money with four digits, or null for no units. */
    static BigDecimal cost(long cents, long units) {
        return units <= 0
                ? null
                : BigDecimal.valueOf(cents, 2).divide(BigDecimal.valueOf(units), 4, RoundingMode.HALF_UP);
    }

    /** A part of a whole with four digits, or null for nothing. */
    static BigDecimal ratio(long part, long whole) {
        return whole <= 0 ? null : BigDecimal.valueOf(part).divide(BigDecimal.valueOf(whole), 4, RoundingMode.HALF_UP);
    }
}
