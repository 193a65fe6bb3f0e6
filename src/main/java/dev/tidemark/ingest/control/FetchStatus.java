package dev.tidemark.ingest.control;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * How a fetch goes. Times are ISO 8601.
 *
 * @param feed the feed, such as {@code ad-spend}
 * @param state {@code running}, {@code done} or {@code failed}
 * @param startedAt when the fetch began
 * @param finishedAt when it ended, or null while it runs
 * @param done units fetched so far (files, events)
 * @param total units there are, or null if not known
 * @param remainingSeconds how long it will take by what was seen, or null if not known
 * @param nextAt when the source fetches next by itself, or null while it runs
 * @param message what a person should know, such as why it failed and what to do; or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FetchStatus(
        String feed,
        String state,
        String startedAt,
        String finishedAt,
        long done,
        Long total,
        Long remainingSeconds,
        String nextAt,
        String message) {
    public static final String RUNNING = "running";
    public static final String DONE = "done";
    public static final String FAILED = "failed";
}
