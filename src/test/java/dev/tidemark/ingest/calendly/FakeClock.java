package dev.tidemark.ingest.calendly;

import java.time.Duration;
import java.time.Instant;

/** A clock that goes on only when somebody sleeps or a test says so. */
final class FakeClock implements FetchClock {
    private Instant now = Instant.parse("2026-03-02T10:00:00Z");

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public long nanos() {
        return Duration.between(Instant.EPOCH, now).toNanos();
    }

    @Override
    public void sleep(Duration time) {
        now = now.plus(time);
    }
}
