package dev.tidemark.domain.bookings.lifecycle;

import dev.tidemark.domain.bookings.BookingView;

/**
 * One change of one booking.
 *
 * @param word the word for the ledger, such as {@code canceled}
 * @param before the booking before, or null if it is new
 * @param after the booking after; for {@code merged} the one that it became part of
 */
record Change(String word, BookingView before, BookingView after) {
    static final String MERGED = "merged";
}
