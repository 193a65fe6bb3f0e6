package dev.tidemark.domain.bookings;

import java.util.Locale;

/** Where a booking stands. */
public enum BookingStatus {
    BOOKED,
    CANCELED,
    NO_SHOW,
    HELD;

    /** The word for tables, such as {@code no_show}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
