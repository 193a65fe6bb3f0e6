package dev.tidemark.dashboard;

import dev.tidemark.ingest.control.ControlFolder;
import dev.tidemark.ingest.control.FetchStatus;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Asks the job that writes the lake to fetch a polled feed, and tells how that goes. */
final class FetchActions {
    /** What can be fetched, by the name that people use. */
    private static final Map<String, String> FEEDS = new LinkedHashMap<>();

    static {
        FEEDS.put("spend", "ad-spend");
        FEEDS.put("history", "calendly-history");
    }

    private final ControlFolder control;

    /** Whether a feed can be asked for. */
    record Action(boolean available, String reason) {}

    record All(Action spend, Action history) {}

    /**
     * How a feed is doing.
     *
     * @param available whether it can be asked for
     * @param reason why not; null if it can
     * @param requestedAt when it was asked for last, by anyone; null if never
     * @param answered whether a fetch that began after that has ended; null if nobody ever asked
     * @param failure why that fetch failed; null if it did not
     * @param status how the last fetch went or goes; null if no job has told
     */
    record FeedState(
            boolean available,
            String reason,
            String requestedAt,
            Boolean answered,
            String failure,
            FetchStatus status) {}

    record Requested(String requestedAt) {}

    FetchActions(ControlFolder control) {
        this.control = control;
    }

    All available() {
        return new All(action("spend"), action("history"));
    }

    /** Every feed's state, by its name. */
    Map<String, FeedState> states(Query query) throws IOException {
        query.allow();
        Map<String, FeedState> states = new LinkedHashMap<>();
        for (String name : FEEDS.keySet()) {
            String feed = FEEDS.get(name);
            Action action = action(name);
            String request = control.requested(feed);
            Optional<ControlFolder.Answer> answer = control.answered(feed);
            boolean answered = request != null
                    && answer.isPresent()
                    && request.equals(answer.get().request());
            states.put(
                    name,
                    new FeedState(
                            action.available(),
                            action.reason(),
                            request == null ? null : request.split(" ", 2)[0],
                            request == null ? null : answered,
                            answered ? answer.get().failure() : null,
                            control.status(feed).orElse(null)));
        }
        return states;
    }

    /**
     * Asks for a fetch.
     *
     * @throws ApiException if there is no such feed, or no job that would fetch it
     */
    Requested request(String name) throws IOException {
        if (!FEEDS.containsKey(name)) {
            throw ApiException.notFound("there is nothing to fetch called " + Query.quote(name) + "; it is "
                    + String.join(" or ", FEEDS.keySet()));
        }
        Action action = action(name);
        if (!action.available()) {
            throw new ApiException(409, action.reason());
        }
        String request = control.request(FEEDS.get(name));
        return new Requested(request.split(" ", 2)[0]);
    }

    private Action action(String name) {
        try {
            if (control.status(FEEDS.get(name)).isPresent()) {
                return new Action(true, null);
            }
        } catch (IOException e) {
            return new Action(false, "what the job says of its fetches can't be read: " + e.getMessage());
        }
        return new Action(
                false,
                name.equals("spend")
                        ? "no job that writes this lake has read spend yet; start one with spend.location set, such as"
                                + " ./tidemark demo"
                        : "no job that writes this lake has read Calendly's history yet; start one with a token in"
                                + " TIDEMARK_CALENDLY_TOKEN");
    }
}
