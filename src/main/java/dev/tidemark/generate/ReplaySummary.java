package dev.tidemark.generate;

import java.time.Instant;
import java.util.SortedMap;

/**
 * What a written replay folder holds; the same numbers are in {@code expected/counts.json}.
 *
 * @param asOf the newest {@code created_at} of a valid or unsupported webhook
 * @param deliveries lines in all files
 * @param accepted valid ones, each key once
 * @param bookings bookings that can be known of them
 * @param duplicates deliveries whose key had been there before
 * @param superseded accepted ones after a newer one about the same invitee, taken in the order of the files
 * @param unsupported webhooks of a kind that bookings do not use
 * @param late refused as late; also part of {@code quarantined}
 * @param quarantined refused ones by reason
 */
public record ReplaySummary(
        Instant asOf,
        long deliveries,
        long accepted,
        long bookings,
        long duplicates,
        long superseded,
        long unsupported,
        long late,
        SortedMap<String, Long> quarantined) {

    static ReplaySummary of(Traffic traffic) {
        DeliveryCounts counts = traffic.counts();
        long[] bookings = new long[1];
        traffic.truth().forEachBooking(b -> bookings[0]++);
        return new ReplaySummary(
                traffic.truth().asOf(),
                counts.deliveries(),
                counts.accepted(),
                bookings[0],
                counts.duplicates(),
                counts.superseded(),
                counts.unsupported(),
                counts.quarantined().getOrDefault(DeliveryCounts.LATE, 0L),
                counts.quarantined());
    }
}
