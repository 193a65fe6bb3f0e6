package dev.tidemark.gateway;

import dev.tidemark.envelope.WebhookSignature;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * Delivers webhooks as Calendly does: signs each body, posts it, and on any answer but 2xx or on a time-out tries again
 * with exponential back-off and a fresh signature; one failing delivery does not hold others back, so the order is not
 * kept. Calendly tries for 24 hours and then disables the subscription; here that time is a setting, and the end an
 * exception. One sender makes one run.
 */
public final class WebhookSender implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final URI target;
    private final WebhookSignature signature;
    private final int concurrency;
    private final DeliveryRate rate;
    private final Duration readTimeout;
    private final Duration firstBackoff;
    private final Duration longestBackoff;
    private final Duration giveUpAfter;
    private final LongConsumer acknowledgedUpTo;
    private final Clock clock;
    private final Semaphore slots;
    private final ScheduledExecutorService retries;
    private final HttpClient http;
    private final AtomicLong retried = new AtomicLong();

    private volatile boolean stopped;
    private volatile String gaveUp;

    private WebhookSender(Builder settings) {
        target = settings.target;
        signature = new WebhookSignature(settings.signingKey);
        concurrency = settings.concurrency;
        rate = new DeliveryRate(settings.perSecond);
        readTimeout = settings.readTimeout;
        firstBackoff = settings.firstBackoff;
        longestBackoff = settings.longestBackoff;
        giveUpAfter = settings.giveUpAfter;
        acknowledgedUpTo = settings.acknowledgedUpTo;
        clock = settings.clock;
        slots = new Semaphore(concurrency);
        retries = Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "webhook-retries"));
        http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .build();
    }

    /** A sender in the making. The key is what the receiver verifies with. */
    public static Builder builder(URI target, String signingKey) {
        return new Builder(target, signingKey);
    }

    /**
     * Sends all bodies and waits until each is acknowledged, or until {@link #stop} is called.
     *
     * @param firstIndex the index of the first body, for {@link Builder#acknowledgedUpTo}
     * @return the index of the first body that is not acknowledged; later ones may be, in any order, so whoever sends
     *     from there again sends some twice
     * @throws DeliveryFailedException if a delivery was refused for longer than the sender is patient
     */
    public long send(Iterator<byte[]> bodies, long firstIndex) throws InterruptedException {
        AcknowledgedPrefix acknowledged = new AcknowledgedPrefix(firstIndex);
        long index = firstIndex;
        while (!stopped && bodies.hasNext()) {
            slots.acquire();
            if (!rate.awaitTurn(() -> stopped)) {
                slots.release();
                break;
            }
            post(new Delivery(index++, bodies.next(), System.nanoTime()), 0, acknowledged);
        }
        slots.acquire(concurrency);
        slots.release(concurrency);
        if (gaveUp != null) {
            throw new DeliveryFailedException(gaveUp);
        }
        return acknowledged.next();
    }

    /** How many attempts were repetitions. */
    public long retried() {
        return retried.get();
    }

    /** Sends nothing more; {@link #send} returns once the attempts under way have ended. */
    public void stop() {
        stopped = true;
    }

    /** Stops, and lets go of the threads. Call it after {@link #send} has returned. */
    @Override
    public void close() {
        stop();
        retries.shutdownNow();
    }

    private void post(Delivery delivery, int repetition, AcknowledgedPrefix acknowledged) {
        if (stopped) {
            slots.release();
            return;
        }
        HttpRequest request = HttpRequest.newBuilder(target)
                .timeout(readTimeout)
                .header("Content-Type", "application/json")
                .header(WebhookSignature.HEADER, sign(delivery.body))
                .POST(HttpRequest.BodyPublishers.ofByteArray(delivery.body))
                .build();
        http.sendAsync(request, HttpResponse.BodyHandlers.discarding()).whenComplete((response, failure) -> {
            if (failure == null && response.statusCode() / 100 == 2) {
                try {
                    // told before the slot is free: who waits for send() to return has heard of every delivery
                    if (acknowledged.acknowledge(delivery.index)) {
                        acknowledgedUpTo.accept(acknowledged.next());
                    }
                } finally {
                    slots.release();
                }
            } else {
                String reason = failure == null ? "status " + response.statusCode() : failure.toString();
                tryAgain(delivery, repetition, acknowledged, reason);
            }
        });
    }

    private void tryAgain(Delivery delivery, int repetition, AcknowledgedPrefix acknowledged, String reason) {
        long delayMillis =
                Math.min(longestBackoff.toMillis(), firstBackoff.toMillis() << Math.min(repetition, Integer.SIZE / 2));
        long spentNanos = System.nanoTime() - delivery.firstSentNanos;
        if (spentNanos + TimeUnit.MILLISECONDS.toNanos(delayMillis) > giveUpAfter.toNanos()) {
            gaveUp = "delivery " + delivery.index + " was refused for " + giveUpAfter.toSeconds() + " s, at last with "
                    + reason;
            stop();
        }
        if (stopped) {
            slots.release();
            return;
        }
        retried.incrementAndGet();
        long dueNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(delayMillis);
        waitThenPost(delivery, repetition + 1, acknowledged, dueNanos);
    }

    /** Waits in slices, so that a stop need not wait for the longest back-off. */
    private void waitThenPost(Delivery delivery, int repetition, AcknowledgedPrefix acknowledged, long dueNanos) {
        long leftNanos = dueNanos - System.nanoTime();
        if (stopped || leftNanos <= 0) {
            post(delivery, repetition, acknowledged);
        } else {
            retries.schedule(
                    () -> waitThenPost(delivery, repetition, acknowledged, dueNanos),
                    Math.min(leftNanos, SLICE_NANOS),
                    TimeUnit.NANOSECONDS);
        }
    }

    /** The signature belongs to one thread at a time; first attempts and repetitions come from two. */
    private synchronized String sign(byte[] body) {
        return signature.sign(clock.instant().getEpochSecond(), body);
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private record Delivery(long index, byte[] body, long firstSentNanos) {}

    /** Settings of a sender; the times are Calendly's, those of repetition shortened. */
    public static final class Builder {
        private final URI target;
        private final String signingKey;
        private int concurrency = 32;
        private double perSecond = Double.POSITIVE_INFINITY;
        private Duration readTimeout = Duration.ofSeconds(15);
        private Duration firstBackoff = Duration.ofMillis(100);
        private Duration longestBackoff = Duration.ofSeconds(5);
        private Duration giveUpAfter = Duration.ofMinutes(5);
        private LongConsumer acknowledgedUpTo = index -> {};
        private Clock clock = Clock.systemUTC();

        private Builder(URI target, String signingKey) {
            this.target = target;
            this.signingKey = signingKey;
        }

        /** How many deliveries may be unacknowledged at once, those waiting for a repetition included. */
        public Builder concurrency(int value) {
            concurrency = value;
            return this;
        }

        /** First attempts a second; without bound unless given. */
        public Builder perSecond(double value) {
            perSecond = value;
            return this;
        }

        /** How long an answer may take. */
        public Builder readTimeout(Duration value) {
            readTimeout = value;
            return this;
        }

        /** The wait before the first repetition, which doubles each time, and its bound. */
        public Builder backoff(Duration first, Duration longest) {
            firstBackoff = first;
            longestBackoff = longest;
            return this;
        }

        /** How long one delivery is tried before the whole run fails. */
        public Builder giveUpAfter(Duration value) {
            giveUpAfter = value;
            return this;
        }

        /**
         * Told, whenever it grows, the index before which everything is acknowledged: to resume from. Calls may overtake
         * each other, so keep the greatest.
         */
        public Builder acknowledgedUpTo(LongConsumer value) {
            acknowledgedUpTo = value;
            return this;
        }

        /** The clock that dates the signatures. */
        public Builder clock(Clock value) {
            clock = value;
            return this;
        }

        public WebhookSender build() {
            return new WebhookSender(this);
        }
    }
}
