package dev.tidemark.domain.bookings;

import dev.tidemark.contract.GoldFact;

/**
 * One record of a feed, and what became of it. Every record has two of these: one as it is received, one as it is
 * decided. Never taken back.
 *
 * @param feed the feed it came by
 * @param receivedAtMicros when it was received, microseconds since the epoch
 * @param eventAtMicros when it happened, by the record itself; null if it does not say, and for all but {@link
 *     Outcome#RECEIVED}
 * @param outcome what became of it
 * @param reason for {@link Outcome#QUARANTINED}: the first rule that it broke; else the empty text
 */
public record DeliveryOutcome(String feed, long receivedAtMicros, Long eventAtMicros, Outcome outcome, String reason)
        implements GoldFact {

    /** What becomes of a record. Apart from the first, exactly one of these. */
    public enum Outcome {
        RECEIVED,
        /** It is in Silver. */
        ACCEPTED,
        /** It was there before. */
        DUPLICATE,
        /** It is in Silver, and something newer was there before it. */
        SUPERSEDED,
        QUARANTINED,
        LATE,
        /** It is of a kind that the domain does not use. */
        UNSUPPORTED
    }

    public static DeliveryOutcome received(String feed, long receivedAtMicros, Long eventAtMicros) {
        return new DeliveryOutcome(feed, receivedAtMicros, eventAtMicros, Outcome.RECEIVED, "");
    }

    public static DeliveryOutcome of(String feed, long receivedAtMicros, Outcome outcome) {
        return new DeliveryOutcome(feed, receivedAtMicros, null, outcome, "");
    }

    public static DeliveryOutcome quarantined(String feed, long receivedAtMicros, String reason) {
        return new DeliveryOutcome(feed, receivedAtMicros, null, Outcome.QUARANTINED, reason);
    }
}
