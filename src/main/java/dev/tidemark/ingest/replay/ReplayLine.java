package dev.tidemark.ingest.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.contract.Iso8601;
import java.io.IOException;
import java.util.Arrays;

/**
 * A line of a replay: a raw body, or the wrapped form {@code {ingestion_time, source, data}} of older pipelines.
 *
 * @param body the body, byte for byte
 * @param madeMicros the body's own {@code created_at}, or {@link EventClock#NONE}
 * @param receivedMicros the time of receipt the wrapping tells, or {@link EventClock#NONE}
 */
record ReplayLine(byte[] body, long madeMicros, long receivedMicros) {
    private static final JsonFactory JSON = new JsonFactory();

    /** Never fails: a line that is no JSON is a body all the same, and the decoder will say so. */
    static ReplayLine of(byte[] line) {
        long made = EventClock.NONE;
        long received = EventClock.NONE;
        byte[] body = null;
        try (JsonParser p = JSON.createParser(line)) {
            if (p.nextToken() != JsonToken.START_OBJECT) {
                return new ReplayLine(line, made, received);
            }
            for (String key = p.nextFieldName(); key != null; key = p.nextFieldName()) {
                JsonToken token = p.nextToken();
                if (key.equals("created_at") && token == JsonToken.VALUE_STRING) {
                    made = Iso8601.eventMicros(p.getText());
                    if (received == EventClock.NONE) {
                        break;
                    }
                } else if (key.equals("ingestion_time") && token == JsonToken.VALUE_STRING) {
                    received = zoned(p.getText());
                } else if (key.equals("data") && token == JsonToken.START_OBJECT) {
                    int from = (int) p.currentTokenLocation().getByteOffset();
                    p.skipChildren();
                    if (from < 0) { // UTF-16 or UTF-32: the parser does not know the bytes' places
                        return new ReplayLine(line, EventClock.NONE, EventClock.NONE);
                    }
                    body = Arrays.copyOfRange(
                            line, from, (int) p.currentLocation().getByteOffset());
                } else {
                    p.skipChildren();
                }
            }
        } catch (IOException | IllegalStateException e) { // the latter: keys made to collide in the symbol table
            return new ReplayLine(line, made, EventClock.NONE);
        }
        return body == null || received == EventClock.NONE
                ? new ReplayLine(line, made, EventClock.NONE)
                : new ReplayLine(body, of(body).madeMicros, received);
    }

    /** Older pipelines wrote the time without a zone, in UTC. */
    private static long zoned(String time) {
        long micros = Iso8601.eventMicros(time);
        return micros == Iso8601.INVALID ? Iso8601.eventMicros(time + "Z") : micros;
    }
}
