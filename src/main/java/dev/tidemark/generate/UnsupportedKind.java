package dev.tidemark.generate;

import java.util.Locale;

/** Webhooks that the bookings do not use: kinds of Calendly's for other things, and one that it does not have. */
enum UnsupportedKind {
    ROUTING_FORM_SUBMISSION_CREATED("routing_form_submission.created"),
    EVENT_TYPE_CREATED("event_type.created"),
    EVENT_TYPE_UPDATED("event_type.updated"),
    EVENT_TYPE_DELETED("event_type.deleted"),
    CONTACT_CREATED("contact.created"),
    CONTACT_UPDATED("contact.updated"),
    CONTACT_DELETED("contact.deleted"),
    MEETING_RECAP_CREATED("meeting_recap.created"),
    INVITEE_WAITLISTED("invitee.waitlisted");

    private static final UnsupportedKind[] ALL = values();

    final String event;

    UnsupportedKind(String event) {
        this.event = event;
    }

    static int count() {
        return ALL.length;
    }

    static UnsupportedKind at(int index) {
        return ALL[index];
    }

    static UnsupportedKind draw(Draw draw) {
        return draw.oneOf(ALL);
    }

    /** Appends the payload. */
    void appendPayload(StringBuilder out, PlannedDelivery delivery) {
        InviteePlan invitee = delivery.invitee();
        out.append("{\"uri\":\"https://api.calendly.com/")
                .append(event.substring(0, event.indexOf('.')).toLowerCase(Locale.ROOT))
                .append("s/");
        Ids.appendUuid(out, invitee.idLow, invitee.idHigh);
        out.append('"');
        switch (this) {
            case ROUTING_FORM_SUBMISSION_CREATED -> appendRoutingForm(out, invitee);
            case EVENT_TYPE_CREATED, EVENT_TYPE_UPDATED, EVENT_TYPE_DELETED -> appendEventType(out, invitee);
            default -> out.append(",\"note\":\"A kind of webhook that has nothing to do with bookings\"");
        }
        out.append(",\"created_at\":\"");
        IsoTime.appendUtc(out, delivery.changedMicros());
        out.append("\",\"updated_at\":\"");
        IsoTime.appendUtc(out, delivery.changedMicros());
        out.append("\"}");
    }

    private static void appendRoutingForm(StringBuilder out, InviteePlan invitee) {
        out.append(",\"routing_form\":\"https://api.calendly.com/routing_forms/3f1c2b4a\",")
                .append("\"questions_and_answers\":[{\"question_uuid\":\"123e4567-e89b-12d3-a456-426614174000\",")
                .append("\"question\":\"What is your industry?\",\"answer\":\"IT & Software\"}],")
                .append("\"tracking\":{\"utm_campaign\":null,\"utm_source\":null,\"utm_medium\":null,")
                .append("\"utm_content\":null,\"utm_term\":null,\"salesforce_uuid\":null},")
                .append("\"result\":{\"type\":\"event_type\",\"value\":\"")
                .append(invitee.booking.eventType.uri())
                .append("\"},\"submitter\":\"");
        invitee.appendUri(out);
        out.append("\",\"submitter_type\":\"Invitee\"");
    }

    private void appendEventType(StringBuilder out, InviteePlan invitee) {
        EventType type = invitee.booking.eventType;
        out.append(",\"name\":\"")
                .append(type.name())
                .append("\",\"active\":")
                .append(this != EVENT_TYPE_DELETED)
                .append(",\"slug\":\"info-session\",\"scheduling_url\":\"https://calendly.com/acme/info-session\",")
                .append("\"duration\":")
                .append(type.durationMinutes())
                .append(",\"kind\":\"solo\",\"pooling_type\":\"round_robin\",\"type\":\"StandardEventType\",")
                .append("\"color\":\"#fff200\",\"internal_note\":null,\"description_plain\":null,")
                .append("\"profile\":{\"type\":\"Team\",\"name\":\"Acme Sales\",")
                .append("\"owner\":\"https://api.calendly.com/teams/AAAAAAAAAAAAAAAA\"},\"secret\":false,")
                .append("\"custom_questions\":[{\"name\":\"Phone Number\",\"type\":\"phone_number\",\"position\":0,")
                .append("\"enabled\":true,\"required\":false}],\"locations\":[{\"kind\":\"zoom_conference\"}]");
    }
}
