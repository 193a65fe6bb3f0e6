package dev.tidemark.shadow;

/**
 * One delivery as both sides saw it.
 *
 * @param number its place in the input, from 0
 * @param refusal why our job put it into quarantine, or null
 * @param reference what the reference makes of it; null if it cannot read it at all
 * @param accepted what our job made of it; null if it was refused, or is of a kind that bookings do not use
 */
record Delivery(long number, String refusal, ReferenceRecord reference, AcceptedEvent accepted) {
    /** The refusal of what came after its window had closed for good. */
    static final String LATE = "late";

    boolean isCountedByReference() {
        return reference != null && reference.counts();
    }
}
