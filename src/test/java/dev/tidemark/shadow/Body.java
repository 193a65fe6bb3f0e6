package dev.tidemark.shadow;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A webhook body, made by hand: a booking of facebook made on 2026-01-14 for 2026-01-20 15:00 UTC unless told otherwise. */
final class Body {
    static final String FACEBOOK = "https://api.calendly.com/event_types/d639ecd3-8718-4068-955a-436b10d72c78";
    static final String TIKTOK = "https://api.calendly.com/event_types/bb339e98-7a67-4af2-b584-8dbf95564312";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EVENTS = "https://api.calendly.com/scheduled_events/";

    final ObjectNode root = JSON.createObjectNode();
    final ObjectNode payload;
    final ObjectNode event;

    private Body(String kind, String invitee) {
        root.put("created_at", "2026-01-14T10:00:01.000000Z").put("event", kind);
        payload = root.putObject("payload");
        payload.put("uri", uri(invitee)).put("email", "guest@example.test").put("status", "active");
        payload.put("created_at", "2026-01-14T10:00:00.000000Z").put("updated_at", "2026-01-14T10:00:00.100000Z");
        payload.putNull("old_invitee").putNull("new_invitee").put("rescheduled", false);
        payload.putArray("questions_and_answers");
        event = payload.putObject("scheduled_event");
        event.put("uri", EVENTS + "e-" + invitee).put("event_type", FACEBOOK);
        event.putArray("event_guests");
        event.putArray("event_memberships").addObject().put("user", "https://api.calendly.com/users/host-0");
        meets("2026-01-20T15:00:00.000000Z", "2026-01-20T15:30:00.000000Z");
    }

    static Body created(String invitee) {
        return new Body("invitee.created", invitee);
    }

    static Body canceled(String invitee) {
        Body b = new Body("invitee.canceled", invitee);
        b.payload.put("status", "canceled");
        b.payload.putObject("cancellation").put("created_at", "2026-01-15T08:00:00.000000Z");
        return b;
    }

    static Body noShow(String invitee) {
        Body b = new Body("invitee_no_show.created", invitee);
        b.payload.putObject("no_show").put("created_at", "2026-01-20T16:00:00.000000Z");
        return b;
    }

    static String uri(String invitee) {
        return EVENTS + "e-" + invitee + "/invitees/" + invitee;
    }

    /** The new half of a reschedule, an hour later. */
    Body movedFrom(String invitee) {
        payload.put("old_invitee", uri(invitee)).put("created_at", "2026-01-14T11:00:00.000000Z");
        return this;
    }

    /** The canceled half of a reschedule. */
    Body movedTo(String invitee) {
        payload.put("new_invitee", uri(invitee)).put("rescheduled", true);
        return this;
    }

    Body meets(String start, String end) {
        event.put("start_time", start).put("end_time", end);
        return this;
    }

    Body of(String eventType) {
        event.put("event_type", eventType);
        return this;
    }

    Body by(String email) {
        payload.put("email", email);
        return this;
    }

    Body exploding(int questions, int guests, int hosts, int dialInNumbers) {
        fill(payload.putArray("questions_and_answers"), questions, "question");
        fill(event.putArray("event_guests"), guests, "email");
        ArrayNode memberships = event.putArray("event_memberships");
        for (int i = 0; i < hosts; i++) {
            memberships.addObject().put("user", "https://api.calendly.com/users/host-" + i);
        }
        ObjectNode data =
                event.putObject("location").put("type", "zoom_conference").putObject("data");
        fill(data.putObject("settings").putArray("global_dial_in_numbers"), dialInNumbers, "number");
        return this;
    }

    private static void fill(ArrayNode array, int count, String key) {
        for (int i = 0; i < count; i++) {
            array.addObject().put(key, key + i);
        }
    }

    byte[] bytes() {
        try {
            return JSON.writeValueAsBytes(root);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
