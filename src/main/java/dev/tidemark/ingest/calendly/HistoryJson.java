package dev.tidemark.ingest.calendly;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidemark.contract.Iso8601;

/** Reads the API's JSON so that it can be written again as it was, amounts of money to the last digit included. */
final class HistoryJson {
    static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** Stands for a time that is not there. */
    static final long NONE = Long.MIN_VALUE;

    private HistoryJson() {}

    /** The text of a field, or null. */
    static String text(JsonNode object, String field) {
        JsonNode value = object.path(field);
        return value.isTextual() ? value.textValue() : null;
    }

    /** The time of a field in microseconds, or {@link #NONE}. */
    static long micros(JsonNode object, String field) {
        String text = text(object, field);
        long micros = text == null ? Iso8601.INVALID : Iso8601.eventMicros(text.trim());
        return micros == Iso8601.INVALID ? NONE : micros;
    }

    /** The last part of a URI in a field, Calendly's id of the thing; empty if there is none. */
    static String id(JsonNode object, String field) {
        String uri = text(object, field);
        return uri == null ? "" : uri.substring(uri.lastIndexOf('/') + 1);
    }
}
