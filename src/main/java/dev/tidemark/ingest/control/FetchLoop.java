package dev.tidemark.ingest.control;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls a polled source's fetch in a thread of its own: at the start, by schedule, and when somebody asks through the
 * {@link ControlFolder}. A fetch that fails is logged and tried again after {@link #FIRST_RETRY}, then after twice as
 * long each time; it never ends the loop.
 */
public final class FetchLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FetchLoop.class);
    /** How often the loop looks for requests. */
    private static final Duration LOOK = Duration.ofSeconds(2);
    /** When a failed fetch is tried again, if the schedule does not come sooner. */
    private static final Duration FIRST_RETRY = Duration.ofMinutes(1);

    private static final Duration LAST_RETRY = Duration.ofMinutes(32);

    /** How long to wait for a fetch that was told to end. */
    private static final Duration LAST_WAIT = Duration.ofSeconds(5);

    /** Fetches what is new. */
    @FunctionalInterface
    public interface Fetch {
        /**
         * Fetches.
         *
         * @throws FetchRefusedException if a person must do something first: not tried again before the schedule says
         * @throws IOException if it must be tried again soon
         */
        void run() throws IOException, InterruptedException;
    }

    private final String feed;
    private final ControlFolder control;
    private final Schedule schedule;
    private final Fetch fetch;
    private final Thread thread;
    /** The last request that was seen; null for none. */
    private String answered;

    private Duration retry = FIRST_RETRY;
    /** The last fetch was refused: trying again soon would not help. */
    private boolean refused;

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
                String failure = fetch();
                answer(failure);
                if (failure == null || refused) {
                    retry = FIRST_RETRY;
                } else if (next.isAfter(began.plus(retry))) {
                    next = began.plus(retry);
                    retry = retry.compareTo(LAST_RETRY) < 0 ? retry.multipliedBy(2) : retry;
                }
                awaitNext(next);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Null if it went well, else why it did not. */
    private String fetch() throws InterruptedException {
        refused = false;
        try {
            fetch.run();
            return null;
        } catch (FetchRefusedException e) {
            refused = true;
            LOG.error("fetching {} stopped: {}; then it goes on by schedule or on request", feed, e.getMessage());
            return e.getMessage();
        } catch (InterruptedIOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return failure(e);
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            // what was too much for the memory is let go, and the next fetch may well do
            return failure(e);
        }
    }

    private String failure(Throwable e) {
        LOG.warn("fetching {} failed; it is tried again: {}", feed, e.toString());
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    private void answer(String failure) {
        if (answered == null) {
            return;
        }
        try {
            control.answer(feed, new ControlFolder.Answer(answered, failure));
        } catch (IOException | RuntimeException e) {
            LOG.warn("that {} was fetched cannot be told in {}: {}", feed, control, e.toString());
        }
    }

    private void awaitNext(Instant next) throws InterruptedException {
        while (true) {
            if (Thread.interrupted()) {
                throw new InterruptedException(); // closed, though no fetch and no sleep noticed
            }
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
            LOG.warn("requests to fetch {} cannot be read in {}: {}", feed, control, e.toString());
            return answered;
        }
    }

    /** Ends the fetch that goes on, and waits a little for it to let go of what it uses. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(LAST_WAIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        control.close();
    }
}
