package dev.tidemark.ingest.calendly;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * Keeps the requests below the limit of the API. They are spread evenly, so that nobody who shares the token is shut out
 * by a burst, and they pause when the API says that few are left: the last ones are for the others.
 */
final class RequestPace {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    /** A reset is told in whole seconds, and may have been rounded down. */
    private static final Duration ROUNDING = Duration.ofSeconds(1);
    /** No window of the API is longer; a larger number is not a number of seconds. */
    private static final long LONGEST_RESET_SECONDS = 3_600;
    /** Of the API's limit so much, in percent, is left to others who share the token. */
    private static final int SHARE_OF_OTHERS = 10;

    private final FetchClock clock;
    private final int cap;
    private long intervalNanos;
    /** Nothing is sent before. */
    private long nextNanos;

    /** @param requestsPerMinute never more than that, whatever the API allows */
    RequestPace(int requestsPerMinute, FetchClock clock) {
        this.clock = clock;
        this.cap = requestsPerMinute;
        this.intervalNanos = MINUTE.toNanos() / requestsPerMinute;
        this.nextNanos = clock.nanos();
    }

    /** Waits until one more request may be sent. */
    void await() throws InterruptedException {
        long wait = nextNanos - clock.nanos();
        if (wait > 0) {
            clock.sleep(Duration.ofNanos(wait));
        }
        nextNanos = Math.max(nextNanos, clock.nanos()) + intervalNanos;
    }

    /** Takes what the API says about its limit; an answer without these headers changes nothing. */
    void learn(HttpHeaders headers) {
        OptionalLong limit = number(headers, "X-RateLimit-Limit");
        OptionalLong remaining = number(headers, "X-RateLimit-Remaining");
        if (limit.isPresent() && limit.getAsLong() > 0) {
            long ours = Math.max(1, Math.min(cap, limit.getAsLong() * (100 - SHARE_OF_OTHERS) / 100));
            intervalNanos = MINUTE.toNanos() / ours;
        }
        long reserve = Math.max(0, limit.orElse(0) * SHARE_OF_OTHERS / 200);
        if (remaining.isPresent() && remaining.getAsLong() <= reserve) {
            pause(reset(headers));
        }
    }

    /** Sends nothing for that long. */
    void pause(Duration time) {
        nextNanos = Math.max(nextNanos, clock.nanos() + time.toNanos());
    }

    /** How long until the API counts anew; a minute if it does not say. */
    static Duration reset(HttpHeaders headers) {
        OptionalLong seconds = number(headers, "X-RateLimit-Reset");
        if (seconds.isEmpty()) {
            seconds = number(headers, "Retry-After");
        }
        return seconds.isPresent() && seconds.getAsLong() >= 0 && seconds.getAsLong() <= LONGEST_RESET_SECONDS
                ? Duration.ofSeconds(seconds.getAsLong()).plus(ROUNDING)
                : MINUTE;
    }

    private static OptionalLong number(HttpHeaders headers, String name) {
        try {
            return headers.firstValueAsLong(name);
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
