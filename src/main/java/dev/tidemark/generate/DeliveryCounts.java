package dev.tidemark.generate;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** What was sent, and what must have become of it. */
public final class DeliveryCounts {
    static final String LATE = "late";

    private final SortedMap<String, Long> quarantined = new TreeMap<>();
    private long deliveries;
    private long duplicates;
    private long superseded;
    private long unsupported;

    void count(PlannedDelivery delivery) {
        deliveries++;
        switch (delivery.fate()) {
            case ACCEPTED -> {}
            case DUPLICATE -> duplicates++;
            case UNSUPPORTED -> unsupported++;
            case LATE -> quarantined.merge(LATE, 1L, Long::sum);
            case MALFORMED -> quarantined.merge(delivery.corruption().reason(), 1L, Long::sum);
        }
    }

    void countSuperseded() {
        superseded++;
    }

    /** All deliveries sent. */
    public long deliveries() {
        return deliveries;
    }

    /** Deliveries whose key had been sent before. */
    public long duplicates() {
        return duplicates;
    }

    /** Accepted ones sent after a newer one about the same invitee, if they are taken in the order of sending. */
    public long superseded() {
        return superseded;
    }

    /** Webhooks of a kind that bookings do not use. */
    public long unsupported() {
        return unsupported;
    }

    /** Refused ones by reason, the late ones included. */
    public SortedMap<String, Long> quarantined() {
        return Collections.unmodifiableSortedMap(quarantined);
    }

    /** Valid, late ones apart, and the first of their key. */
    public long accepted() {
        return deliveries
                - duplicates
                - unsupported
                - quarantined.values().stream().mapToLong(Long::longValue).sum();
    }
}
