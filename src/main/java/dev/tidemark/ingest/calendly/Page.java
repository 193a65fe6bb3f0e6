package dev.tidemark.ingest.calendly;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.ingest.control.FetchRefusedException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * One page of a listing.
 *
 * @param items what is on it
 * @param next the link to the next one, or null on the last; good for about 10 minutes
 */
record Page(List<JsonNode> items, URI next) {

    /** @throws IOException if the document is no page */
    static Page of(JsonNode document) throws IOException {
        JsonNode collection = document.path("collection");
        if (!collection.isArray()) {
            throw new IOException(
                    "the API's answer has no 'collection'; check that 'history.base-url' is Calendly's API");
        }
        List<JsonNode> items = new ArrayList<>(collection.size());
        for (JsonNode item : collection) {
            if (!item.isObject()) {
                throw new IOException("an item in the API's answer is no object; check that 'history.base-url' is"
                        + " Calendly's API");
            }
            items.add(item);
        }
        String next = HistoryJson.text(document.path("pagination"), "next_page");
        try {
            return new Page(items, next == null ? null : URI.create(next));
        } catch (IllegalArgumentException e) {
            throw new FetchRefusedException(
                    "the API's link to the next page is no URI; check that 'history.base-url' is" + " Calendly's API");
        }
    }
}
