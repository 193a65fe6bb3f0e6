package dev.tidemark.ingest;

import java.util.random.RandomGenerator;

/** How long to wait after failures in a row: doubling, bounded, and jittered so that many do not knock in step. */
public final class Backoff {
    private static final long FIRST_MILLIS = 200;
    public static final long MAX_MILLIS = 10_000;

    private Backoff() {}

    /** Between half of and the whole of 200 ms, 400 ms, ... 10 s. */
    public static long delayMillis(int failures, RandomGenerator random) {
        int doublings = Math.min(Math.max(failures, 1) - 1, 10);
        long bound = Math.min(MAX_MILLIS, FIRST_MILLIS << doublings);
        return bound / 2 + random.nextLong(bound / 2 + 1);
    }
}
