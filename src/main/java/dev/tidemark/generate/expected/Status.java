package dev.tidemark.generate.expected;

/** What has become of a booking as of an instant. */
public enum Status {
    BOOKED,
    HELD,
    CANCELED,
    NO_SHOW
}
