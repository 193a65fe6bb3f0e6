package dev.tidemark.gateway;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Spaces deliveries evenly. A delay of up to 20 ms is made up for; the time lost with a slow receiver is not, so that no
 * burst follows it. For one thread.
 */
final class DeliveryRate {

    /** How much is made up for, and how long a stop may go unnoticed. */
    private static final long SLACK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final long intervalNanos;
    private long nextNanos = System.nanoTime();

    /** @param perSecond deliveries a second, positive; infinite for no bound */
    DeliveryRate(double perSecond) {
        if (!(perSecond > 0)) {
            throw new IllegalArgumentException("deliveries per second must be positive: " + perSecond);
        }
        intervalNanos = (long) (TimeUnit.SECONDS.toNanos(1) / perSecond);
    }

    /** @return false if stopped while waiting */
    boolean awaitTurn(BooleanSupplier stopped) throws InterruptedException {
        for (long wait = nextNanos - System.nanoTime(); wait > 0; wait = nextNanos - System.nanoTime()) {
            if (stopped.getAsBoolean()) {
                return false;
            }
            LockSupport.parkNanos(Math.min(wait, SLACK_NANOS));
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        nextNanos = Math.max(nextNanos, System.nanoTime() - SLACK_NANOS) + intervalNanos;
        return !stopped.getAsBoolean();
    }
}
