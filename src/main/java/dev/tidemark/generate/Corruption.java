package dev.tidemark.generate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/** The ways in which a good body is spoiled; each breaks exactly one rule. */
enum Corruption {
    CUT_OFF("invalid_json", null),
    NOT_JSON("invalid_json", null),
    NO_EVENT("missing_field", root -> root.remove("event")),
    NO_PAYLOAD("missing_field", root -> root.remove("payload")),
    NO_EMAIL("missing_field", root -> payload(root).remove("email")),
    NULL_URI("missing_field", root -> payload(root).putNull("uri")),
    NO_SCHEDULED_EVENT("missing_field", root -> payload(root).remove("scheduled_event")),
    NO_START_TIME("missing_field", root -> scheduledEvent(root).remove("start_time")),
    NO_EVENT_TYPE("missing_field", root -> scheduledEvent(root).remove("event_type")),
    IMPOSSIBLE_CREATED_AT("bad_time", root -> payload(root).put("created_at", "2026-02-30T25:61:00.000000Z")),
    WORDS_FOR_START_TIME("bad_time", root -> scheduledEvent(root).put("start_time", "tomorrow at noon")),
    END_BEFORE_START("bad_order", root -> {
        ObjectNode event = scheduledEvent(root);
        JsonNode end = event.get("end_time");
        event.set("end_time", event.get("start_time"));
        event.set("start_time", end);
    }),
    END_AT_START("bad_order", root -> scheduledEvent(root)
            .set("end_time", scheduledEvent(root).get("start_time"))),
    CENTURIES_LONG("bad_duration", root -> {
        String end = scheduledEvent(root).get("end_time").textValue();
        scheduledEvent(root).put("end_time", (Integer.parseInt(end.substring(0, 4)) + 1000) + end.substring(4));
    }),
    CREATED_IN_FUTURE("created_in_future", root -> {
        // years ahead, so that it is in the future even of a clock that sends old traffic today
        String createdAt = root.get("created_at").textValue();
        int year = Integer.parseInt(createdAt.substring(0, 4));
        payload(root).put("created_at", (year + 3) + "-06-15T12:00:00.000000Z");
    }),
    NUMBER_FOR_EVENT("bad_type", root -> root.put("event", 17)),
    TEXT_FOR_PAYLOAD("bad_type", root -> root.put("payload", "see attachment")),
    NUMBER_FOR_EMAIL("bad_type", root -> payload(root).put("email", 2025550142L)),
    NUMBER_FOR_START_TIME("bad_type", root -> scheduledEvent(root).put("start_time", 1_768_400_000L)),
    /** Above 1 MiB. Occurs once in a run, because of its size. */
    OVERSIZED("body_too_large", root -> payload(root).put("attachment", "QUJD".repeat(300_000)));

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Corruption[] ALL = values();

    private final String reason;
    private final Consumer<ObjectNode> spoil;

    Corruption(String reason, Consumer<ObjectNode> spoil) {
        this.reason = reason;
        this.spoil = spoil;
    }

    /** How many there are. */
    static int count() {
        return ALL.length;
    }

    static Corruption at(int index) {
        return ALL[index];
    }

    static Corruption draw(Draw draw) {
        return ALL[draw.below(ALL.length - 1)];
    }

    /** Why such a body goes to quarantine. */
    String reason() {
        return reason;
    }

    byte[] apply(byte[] good) {
        if (this == NOT_JSON) {
            return "upstream connect error or disconnect/reset before headers".getBytes(StandardCharsets.UTF_8);
        }
        if (this == CUT_OFF) {
            // inside created_by or the first keys of the payload, before any text that people typed
            return Arrays.copyOf(good, 230);
        }
        try {
            ObjectNode root = (ObjectNode) JSON.readTree(good);
            spoil.accept(root);
            return JSON.writeValueAsBytes(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode payload(ObjectNode root) {
        return (ObjectNode) root.get("payload");
    }

    private static ObjectNode scheduledEvent(ObjectNode root) {
        return (ObjectNode) payload(root).get("scheduled_event");
    }
}
