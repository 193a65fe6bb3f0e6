package dev.tidemark.envelope;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Base64;

/**
 * Writes and reads the record on Kinesis, one JSON object in UTF-8:
 *
 * <pre>{"v":1, "feed":"calendly-webhooks", "id":"..", "received_at":1767225600123, "signature":"t=..,v1=.." or null,
 * "body":"base64 of the raw bytes", "truncated":true, "body_length":2000000}</pre>
 *
 * {@code received_at} is in milliseconds since the epoch. The last two keys are there only when the gateway had to cut
 * the body; {@code body_length} is then its full length in bytes. The order of keys is free and unknown keys are
 * ignored, so that a newer gateway may add some. Stateless and safe for use by many threads.
 */
public final class EnvelopeCodec implements Serializable {

    private static final long serialVersionUID = 1L;
    private static final int VERSION = 1;
    private static final JsonFactory JSON = new JsonFactory();

    private final String feed;

    /** @param feed the feed whose stream is read: what a record that names none is filed under */
    public EnvelopeCodec(String feed) {
        this.feed = feed;
    }

    /**
     * Reads one record. Never fails: a record that is no envelope comes back with the defect
     * {@link Envelope#BAD_ENVELOPE}, its raw bytes as the body, the position as its id and the arrival as the time of
     * receipt. A cut body comes back with the defect {@link Envelope#BODY_TRUNCATED}.
     *
     * @param position where the record was read: shard and sequence number
     * @param arrivalMicros when Kinesis took the record, microseconds since the epoch
     */
    public Envelope decode(byte[] record, String position, long arrivalMicros) {
        try (JsonParser parser = JSON.createParser(record)) {
            return read(parser, position);
        } catch (IOException | RuntimeException notAnEnvelope) {
            return new Envelope(
                    feed,
                    position,
                    arrivalMicros,
                    null,
                    record,
                    position,
                    arrivalMicros,
                    Envelope.Origin.PUSHED,
                    Envelope.BAD_ENVELOPE);
        }
    }

    private static Envelope read(JsonParser parser, String position) throws IOException {
        String feed = null;
        String id = null;
        String signature = null;
        byte[] body = null;
        long receivedAtMillis = -1;
        int version = -1;
        boolean truncated = false;

        require(parser, parser.nextToken() == JsonToken.START_OBJECT, "an object");
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            switch (key) {
                case "v" -> version = parser.getIntValue();
                case "feed" -> feed = text(parser, value);
                case "id" -> id = text(parser, value);
                case "received_at" -> receivedAtMillis = parser.getLongValue();
                case "signature" -> signature = value == JsonToken.VALUE_NULL ? null : text(parser, value);
                case "body" -> {
                    require(parser, value == JsonToken.VALUE_STRING, "a base64 string");
                    // twice as fast as the parser's own getBinaryValue
                    body = Base64.getDecoder().decode(parser.getText());
                }
                case "truncated" -> truncated = parser.getBooleanValue();
                default -> parser.skipChildren();
            }
        }
        require(parser, parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null, "one object");
        require(parser, version == VERSION, "version " + VERSION);
        require(parser, feed != null && !feed.isEmpty(), "a feed");
        require(parser, id != null && !id.isEmpty(), "an id");
        require(parser, receivedAtMillis >= 0, "a time of receipt");
        require(parser, body != null, "a body");
        long receivedAtMicros = Math.multiplyExact(receivedAtMillis, 1000L);
        return new Envelope(
                feed,
                id,
                receivedAtMicros,
                signature,
                body,
                position,
                receivedAtMicros,
                Envelope.Origin.PUSHED,
                truncated ? Envelope.BODY_TRUNCATED : null);
    }

    /** The record of a delivery; the time of receipt keeps its milliseconds only. */
    public byte[] encode(Envelope envelope) {
        if (Envelope.BAD_ENVELOPE.equals(envelope.defect())) {
            throw new IllegalArgumentException("not an envelope: " + envelope.position());
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(envelope.body().length * 4 / 3 + 256);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeNumberField("v", VERSION);
            json.writeStringField("feed", envelope.feed());
            json.writeStringField("id", envelope.id());
            json.writeNumberField("received_at", Math.floorDiv(envelope.receivedAtMicros(), 1000L));
            json.writeStringField("signature", envelope.signature());
            json.writeBinaryField("body", envelope.body());
            if (Envelope.BODY_TRUNCATED.equals(envelope.defect())) {
                json.writeBooleanField("truncated", true);
            }
            json.writeEndObject();
        } catch (IOException impossibleInMemory) {
            throw new UncheckedIOException(impossibleInMemory);
        }
        return out.toByteArray();
    }

    private static String text(JsonParser parser, JsonToken value) throws IOException {
        require(parser, value == JsonToken.VALUE_STRING, "a string");
        return parser.getText();
    }

    private static void require(JsonParser parser, boolean holds, String what) throws JsonParseException {
        if (!holds) {
            throw new JsonParseException(parser, "expected " + what);
        }
    }
}
