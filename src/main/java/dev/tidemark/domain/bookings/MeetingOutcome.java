package dev.tidemark.domain.bookings;

/**
 * What became of a meeting. Of several bookings' outcomes the first in this order is the meeting's. The order is part of
 * the state's layout too.
 */
public enum MeetingOutcome {
    /** It takes place, or took place, as far as is known. */
    KEPT,
    /** Nobody came who had not canceled before. */
    NO_SHOW,
    /** Everybody canceled. */
    CANCELED
}
