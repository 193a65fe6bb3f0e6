package dev.tidemark.ingest.calendly;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.contract.ReportingTime;
import dev.tidemark.envelope.Envelope;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Makes envelopes of what the API says about the invitees of one scheduled event: bodies in the form of webhooks, with
 * the delivery keys that the webhooks of the same changes have. An invitee that did not change since it was last emitted
 * makes none.
 *
 * <p>An active invitee is an {@code invitee.created}, a canceled one an {@code invitee.canceled}, one that is a no-show
 * an {@code invitee_no_show.created} besides; one that was a no-show before and is none now is an {@code
 * invitee_no_show.deleted} as of the time of the fetch, which is all that can be known of it.
 */
final class InviteeBodies {
    private static final long NEVER_LATE = Long.MIN_VALUE;

    private final HistoryState state;
    private final String feed;
    private final JsonNode event;
    private final String eventId;
    private final long startMicros;
    private final long fetchedAtMicros;
    private final List<Envelope> envelopes = new ArrayList<>();
    private final Map<String, Seen> seen = new HashMap<>();

    /**
     * @param state says which sweep it is and what was emitted before
     * @param event the scheduled event as the API gave it
     * @param startMicros its start
     * @param fetchedAtMicros when its invitees were asked for
     */
    InviteeBodies(HistoryState state, String feed, JsonNode event, long startMicros, long fetchedAtMicros) {
        this.state = state;
        this.feed = feed;
        this.event = event;
        this.eventId = HistoryJson.id(event, "uri");
        this.startMicros = startMicros;
        this.fetchedAtMicros = fetchedAtMicros;
    }

    void add(JsonNode invitee) {
        String id = HistoryJson.id(invitee, "uri");
        Seen before = state.seen(id);
        boolean canceled = "canceled".equals(HistoryJson.text(invitee, "status"));
        long fingerprint = fingerprint(invitee);
        long noShow = noShow(invitee);
        if (before == null || before.fingerprint() != fingerprint) {
            long version = canceled
                    ? firstOf(HistoryJson.micros(invitee.path("cancellation"), "created_at"), updated(invitee))
                    : updated(invitee);
            // the same version may come with other hosts
            String kind = canceled ? "invitee.canceled" : "invitee.created";
            emit(kind, invitee, id, version + ":" + hex(fingerprint), Math.min(version, fetchedAtMicros));
        }
        if (noShow != HistoryJson.NONE && (before == null || before.noShowMicros() != noShow)) {
            emit("invitee_no_show.created", invitee, id, String.valueOf(noShow), Math.min(noShow, fetchedAtMicros));
        }
        if (noShow == HistoryJson.NONE && before != null && before.noShowMicros() != HistoryJson.NONE) {
            // a clock that is behind must not make the end of a no-show older than its beginning
            long cleared = Math.max(fetchedAtMicros, before.noShowMicros() + 1);
            emit("invitee_no_show.deleted", invitee, id, String.valueOf(cleared), cleared);
        }
        Seen now = new Seen(fingerprint, noShow, startMicros);
        if (!id.isEmpty() && !now.equals(before)) {
            seen.put(id, now);
        }
    }

    List<Envelope> envelopes() {
        return envelopes;
    }

    /** What to remember of the invitees that changed. */
    Map<String, Seen> seen() {
        return seen;
    }

    private void emit(String kind, JsonNode invitee, String id, String version, long madeMicros) {
        ObjectNode payload = HistoryJson.MAPPER.createObjectNode();
        payload.setAll((ObjectNode) invitee);
        payload.set("scheduled_event", event);
        ObjectNode body = HistoryJson.MAPPER.createObjectNode();
        body.put("event", kind);
        body.put("created_at", ReportingTime.instant(madeMicros).toString());
        body.putNull("created_by");
        body.set("payload", payload);
        String position = feed + "/" + state.sweep().number() + ":" + ReportingTime.instant(startMicros) + ":" + eventId
                + ":" + envelopes.size();
        envelopes.add(new Envelope(
                feed,
                "history:" + id + ":" + kind + ":" + version,
                fetchedAtMicros,
                null,
                bytes(body),
                position,
                state.sweep().backfill() ? NEVER_LATE : fetchedAtMicros,
                Envelope.Origin.PULLED,
                null));
    }

    private long updated(JsonNode invitee) {
        return firstOf(
                HistoryJson.micros(invitee, "updated_at"),
                firstOf(HistoryJson.micros(invitee, "created_at"), fetchedAtMicros));
    }

    private long noShow(JsonNode invitee) {
        JsonNode noShow = invitee.path("no_show");
        return noShow.isObject()
                ? firstOf(HistoryJson.micros(noShow, "created_at"), updated(invitee))
                : HistoryJson.NONE;
    }

    private static long firstOf(long micros, long otherwise) {
        return micros == HistoryJson.NONE ? otherwise : micros;
    }

    /** Of all that a booking is made of. The event's own time of change is not: another invitee changes it, too. */
    private long fingerprint(JsonNode invitee) {
        MessageDigest digest = sha256();
        for (String field : List.of("status", "email", "updated_at", "old_invitee", "new_invitee", "rescheduled")) {
            update(digest, invitee.path(field));
        }
        update(digest, invitee.path("cancellation"));
        for (String field : List.of("start_time", "end_time", "event_type")) {
            update(digest, event.path(field));
        }
        for (JsonNode host : event.path("event_memberships")) {
            update(digest, host.path("user"));
            update(digest, host.path("user_email"));
            update(digest, host.path("user_name"));
        }
        for (String field : List.of("type", "location", "additional_info")) {
            update(digest, event.path("location").path(field));
        }
        return ByteBuffer.wrap(digest.digest()).getLong();
    }

    private static void update(MessageDigest digest, JsonNode value) {
        digest.update(value.toString().getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    private static String hex(long fingerprint) {
        return HexFormat.of().toHexDigits(fingerprint);
    }

    private static byte[] bytes(ObjectNode body) {
        try {
            return HistoryJson.MAPPER.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
