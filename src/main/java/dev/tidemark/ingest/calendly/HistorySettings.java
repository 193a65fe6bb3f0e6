package dev.tidemark.ingest.calendly;

import dev.tidemark.ingest.control.Schedule;
import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;

/**
 * How the history is read.
 *
 * @param baseUrl where the API is, such as {@code https://api.calendly.com}
 * @param token the token to read it with
 * @param start the first sweep reads the meetings from then on
 * @param lookBack later sweeps read the meetings that started at most so long ago, and all that are still to come
 * @param schedule when a sweep begins by itself
 * @param requestsPerMinute never more requests than that in a minute
 * @param patience how long to wait for answers
 */
public record HistorySettings(
        URI baseUrl,
        CalendlyToken token,
        Instant start,
        Duration lookBack,
        Schedule schedule,
        int requestsPerMinute,
        Patience patience)
        implements Serializable {

    /**
     * How long to wait for answers, and how often to ask again.
     *
     * @param connect for a connection
     * @param answer for the whole of an answer, its body included
     * @param firstRetry before the second attempt, roughly; each further wait is twice as long, up to {@code longestRetry}
     * @param longestRetry the longest wait between attempts, unless the API asks for more
     * @param attempts how often one request is sent before the sweep fails
     */
    public record Patience(Duration connect, Duration answer, Duration firstRetry, Duration longestRetry, int attempts)
            implements Serializable {
        public static final Patience USUAL = new Patience(
                Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMillis(500), Duration.ofSeconds(30), 8);
    }
}
