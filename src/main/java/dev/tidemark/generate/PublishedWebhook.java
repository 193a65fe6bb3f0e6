package dev.tidemark.generate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One {@code invitee.created} of the published week. Times are microseconds since the epoch.
 *
 * @param id its ids follow from it; a retry has that of what it repeats
 * @param person number of the invitee's person
 * @param eventType URI of the event type
 * @param shape what the reference makes rows of
 * @param movedFrom URI of the invitee that it was moved from, or null
 * @param createdMicros when the invitee was made
 * @param startMicros start of the meeting
 * @param receivedMicros when it came
 */
record PublishedWebhook(
        long id,
        int person,
        String eventType,
        Shape shape,
        String movedFrom,
        long createdMicros,
        long startMicros,
        long receivedMicros) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String API = "https://api.calendly.com/";
    private static final int HOSTS = 20;
    private static final String[] QUESTIONS = {
        "Phone Number",
        "What is your current role?",
        "What do you hope to get out of this call?",
        "How did you hear about us?",
        "Anything else that will help prepare for our meeting?"
    };

    /**
     * How long a body's arrays are; none is a row all the same.
     *
     * @param questions answers to the booking form, at most 5
     * @param guests people that the invitee brings along
     * @param hosts hosts of the meeting, at least 1
     * @param dialInNumbers Zoom's dial-in numbers; with none the meeting is not on Zoom
     */
    record Shape(int questions, int guests, int hosts, int dialInNumbers) {
        static Shape answers(int questions) {
            return new Shape(questions, 0, 1, 0);
        }
    }

    /** The invitee's URI. */
    String uri() {
        return eventUri() + "/invitees/" + uuid(2, id);
    }

    private String eventUri() {
        return API + "scheduled_events/" + uuid(1, id);
    }

    /** The line of a Bronze folder that holds it. */
    String line() {
        ObjectNode line = JSON.createObjectNode();
        StringBuilder received = new StringBuilder();
        IsoTime.append(received, receivedMicros, 6);
        line.put("ingestion_time", received.toString());
        line.put("source", "calendly_webhook");
        ObjectNode body = line.putObject("data");
        body.put("created_at", utc(IsoTime.nextSecond(createdMicros)));
        body.put("created_by", API + "users/" + uuid(7, 7));
        body.put("event", "invitee.created");
        payload(body.putObject("payload"));
        return line.toString();
    }

    private void payload(ObjectNode p) {
        p.put("cancel_url", "https://calendly.com/cancellations/" + uuid(2, id));
        p.put("created_at", utc(createdMicros));
        p.put("email", "guest." + person + "@example.test");
        p.put("event", eventUri());
        p.putNull("first_name");
        p.putNull("invitee_scheduled_by");
        p.putNull("last_name");
        p.put("name", "Guest " + person);
        p.putNull("new_invitee");
        p.putNull("no_show");
        p.put("old_invitee", movedFrom);
        p.putNull("payment");
        ArrayNode answers = p.putArray("questions_and_answers");
        for (int i = 0; i < shape.questions(); i++) {
            answers.addObject()
                    .put("answer", i == 0 ? "2025550142" : "An answer")
                    .put("position", i)
                    .put("question", QUESTIONS[i]);
        }
        p.putNull("reconfirmation");
        p.put("reschedule_url", "https://calendly.com/reschedulings/" + uuid(2, id));
        p.put("rescheduled", false);
        p.putNull("routing_form_submission");
        scheduledEvent(p.putObject("scheduled_event"));
        p.putNull("scheduling_method");
        p.put("status", "active");
        p.putNull("text_reminder_number");
        p.put("timezone", "America/Chicago");
        ObjectNode tracking = p.putObject("tracking");
        for (String key :
                new String[] {"utm_campaign", "utm_source", "utm_medium", "utm_content", "utm_term", "salesforce_uuid"
                }) {
            tracking.putNull(key);
        }
        p.put("updated_at", utc(createdMicros + 34_000));
        p.put("uri", uri());
    }

    private void scheduledEvent(ObjectNode e) {
        e.put("created_at", utc(createdMicros - 16_000));
        e.put("end_time", utc(startMicros + 30 * IsoTime.MINUTE));
        ArrayNode guests = e.putArray("event_guests");
        for (int i = 0; i < shape.guests(); i++) {
            guests.addObject()
                    .put("email", "companion." + i + "@example.test")
                    .put("created_at", utc(createdMicros))
                    .put("updated_at", utc(createdMicros));
        }
        ArrayNode hosts = e.putArray("event_memberships");
        for (int i = 0; i < shape.hosts(); i++) {
            int host = (int) Math.floorMod(id + i, (long) HOSTS);
            hosts.addObject()
                    .put("user", API + "users/" + uuid(9, host))
                    .put("user_email", "host." + host + "@example.test")
                    .put("user_name", "Host " + host);
        }
        e.put("event_type", eventType);
        e.putObject("invitees_counter").put("total", 1).put("active", 1).put("limit", 1);
        location(e.putObject("location"));
        e.putNull("meeting_notes_html");
        e.putNull("meeting_notes_plain");
        e.put("name", "Info Session");
        e.put("start_time", utc(startMicros));
        e.put("status", "active");
        e.put("updated_at", utc(createdMicros - 16_000));
        e.put("uri", eventUri());
    }

    private void location(ObjectNode location) {
        String page = "https://calendly.com/events/" + uuid(1, id);
        if (shape.dialInNumbers() == 0) {
            location.put("join_url", page + "/google_meet").put("status", "processing");
            location.put("type", "google_conference");
            return;
        }
        location.put("join_url", page + "/zoom").put("status", "pushed");
        location.put("type", "zoom_conference");
        ObjectNode data = location.putObject("data");
        data.put("id", 80_000_000_000L + person).put("password", "demo");
        data.putObject("extra").put("intl_numbers_url", "https://zoom.example.test/u/demo");
        ArrayNode numbers = data.putObject("settings").putArray("global_dial_in_numbers");
        for (int i = 0; i < shape.dialInNumbers(); i++) {
            numbers.addObject()
                    .put("number", "+1 202 555 01" + (char) ('0' + i / 10) + (char) ('0' + i % 10))
                    .put("country", "US")
                    .put("type", "toll")
                    .put("city", "Washington")
                    .put("country_name", "US");
        }
    }

    /** An id that looks like one, always the same of a thing. */
    static String uuid(int kind, long number) {
        Draw draw = new Draw(kind, Draw.Purpose.IDENTITY, number);
        return Ids.uuid(draw.bits(), draw.bits());
    }

    private static String utc(long micros) {
        StringBuilder text = new StringBuilder();
        IsoTime.appendUtc(text, micros);
        return text.toString();
    }
}
