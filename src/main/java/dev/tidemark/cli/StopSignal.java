package dev.tidemark.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import sun.misc.Signal;

/**
 * Ctrl-C (or SIGTERM) as a request that the main thread carries out. A shutdown hook would run beside Flink's own hooks,
 * which delete the files that the last savepoint is made of.
 */
final class StopSignal {
    private final CountDownLatch requested = new CountDownLatch(1);

    static StopSignal listen() {
        StopSignal s = new StopSignal();
        Signal.handle(new Signal("INT"), signal -> s.request());
        Signal.handle(new Signal("TERM"), signal -> s.request());
        return s;
    }

    void request() {
        requested.countDown();
    }

    /** Waits for the request; whether it came within the time. */
    boolean await(long millis) throws InterruptedException {
        return requested.await(millis, TimeUnit.MILLISECONDS);
    }
}
