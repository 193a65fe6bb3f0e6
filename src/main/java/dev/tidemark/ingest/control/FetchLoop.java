package dev.tidemark.ingest.control;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls a polled source's fetch in a thread of its own: at the start, by schedule, and when somebody asks through the
 * {@link ControlFolder}. A fetch that fails is logged and tried again after {@link #RETRY}; it never ends the loop.
 */
public final class FetchLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FetchLoop.class);
    /** How often the loop looks for requests. */
    private static final Duration LOOK = Duration.ofSeconds(2);
    /** When a failed fetch is tried again, if the schedule does not come sooner. */
    private static final Duration RETRY = Duration.ofMinutes(1);

    /** Fetches what is new. */
    @FunctionalInterface
    public interface Fetch {
        /** @throws IOException if it must be tried again soon */
        void run() throws IOException, InterruptedException;
    }

    private final String feed;
    private final ControlFolder control;
    private final Schedule schedule;
    private final Fetch fetch;
    private final Thread thread;
    private String answered;

    public FetchLoop(String feed, ControlFolder control, Schedule schedule, Fetch fetch) {
        this.feed = feed;
        this.control = control;
        this.schedule = schedule;
        this.fetch = fetch;
        this.thread = new Thread(this::run, "fetch-" + feed);
        this.thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        try {
            // a request from before the start is answered by the fetch at the start
            answered = request();
            while (true) {
                Instant began = Instant.now();
                Instant next = schedule.next(began);
                if (!succeeds() && next.isAfter(began.plus(RETRY))) {
                    next = began.plus(RETRY);
                }
                awaitNext(next);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean succeeds() throws InterruptedException {
        try {
            fetch.run();
            return true;
        } catch (IOException | RuntimeException e) {
            LOG.warn("fetching {} failed; it is tried again: {}", feed, e.toString());
            return false;
        }
    }

    private void awaitNext(Instant next) throws InterruptedException {
        while (true) {
            Duration left = Duration.between(Instant.now(), next);
            if (left.isNegative() || left.isZero()) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(Math.min(left.toMillis() + 1, LOOK.toMillis()));
            String request = request();
            if (!Objects.equals(request, answered)) {
                answered = request;
                return;
            }
        }
    }

    private String request() {
        try {
            return control.requested(feed);
        } catch (IOException | RuntimeException e) {
            LOG.warn("requests to fetch {} cannot be read: {}", feed, e.toString());
            return answered;
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
