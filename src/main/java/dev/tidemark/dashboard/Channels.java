package dev.tidemark.dashboard;

import java.util.Collection;
import java.util.Set;

/** The channels that a request asks for. */
final class Channels {
    private Channels() {}

    /**
     * Those given as {@code channel}, or all.
     *
     * @throws ApiException if one of them is none of the lake's
     */
    static Collection<String> of(Query query, Collection<String> known) {
        Set<String> asked = query.all("channel");
        for (String channel : asked) {
            if (!known.contains(channel)) {
                throw ApiException.badRequest("there is no channel " + Query.quote(channel) + "; the channels are: "
                        + (known.isEmpty() ? "none yet" : String.join(", ", known)));
            }
        }
        return asked.isEmpty() ? known : asked;
    }
}
