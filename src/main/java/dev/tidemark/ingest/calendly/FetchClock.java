package dev.tidemark.ingest.calendly;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** The time that a sweep lives in. */
interface FetchClock {
    FetchClock SYSTEM = new FetchClock() {
        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void sleep(Duration time) throws InterruptedException {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        }
    };

    Instant now();

    /** Runs evenly whatever happens to {@link #now}; of use for differences only. */
    long nanos();

    void sleep(Duration time) throws InterruptedException;
}
