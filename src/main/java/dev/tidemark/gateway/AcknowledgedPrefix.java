package dev.tidemark.gateway;

import java.util.TreeSet;

/** Which deliveries are acknowledged without a gap: a sender that starts again goes on from here. */
final class AcknowledgedPrefix {

    private final TreeSet<Long> beyondGap = new TreeSet<>();
    private long next;

    /** @param first the index of the first delivery */
    AcknowledgedPrefix(long first) {
        next = first;
    }

    /** @return whether the prefix grew */
    synchronized boolean acknowledge(long index) {
        if (index != next) {
            beyondGap.add(index);
            return false;
        }
        next++;
        while (!beyondGap.isEmpty() && beyondGap.first() == next) {
            beyondGap.pollFirst();
            next++;
        }
        return true;
    }

    /** All deliveries before this index are acknowledged, this one is not. */
    synchronized long next() {
        return next;
    }
}
