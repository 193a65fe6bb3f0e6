package dev.tidemark.generate;

import dev.tidemark.generate.PlannedDelivery.Kind;
import java.nio.charset.StandardCharsets;

/**
 * Writes the body of a delivery, shaped as Calendly's are. Text straight into a buffer, because a million of them are
 * wanted in seconds. Everything about an invitee that no plan fixes follows from its id, so that all webhooks about it
 * tell the same.
 */
final class BodyWriter {
    private static final String[] FIRST_NAMES = {
        "Priya",
        "Nina",
        "Sam",
        "Lee",
        "Zo\u00eb",
        "Ji-woo",
        "Ma\u0142gorzata",
        "Chidi",
        "Ana",
        "Bj\u00f6rn",
        "Mei",
        "D'Arcy"
    };
    /** Already escaped for JSON. */
    private static final String[] LAST_NAMES = {"Example", "Sample", "Fictional", "Placeholder", "\\\"Ex\\\" Ample"};

    private static final String[] ZONES = {
        "America/Chicago", "America/New_York", "Asia/Calcutta", "Europe/Berlin", "Australia/Sydney", "UTC"
    };
    /** Question and answer, already escaped for JSON. */
    private static final String[][] QUESTIONS = {
        {"Phone Number", "2025550142"},
        {"Who is attending?", "Parent / Guardian"},
        {
            "What do you hope to get out of this call?",
            "It\u2019s for my son\\nGrade 7 \u2013 he \\\"loves\\\" math \ud83d\ude80"
        },
        {"How did you hear about us?", "A friend told me, then I saw your video and read the reviews on the site."},
        {"Anything else that will help prepare for our meeting?", "C:\\\\notes\\\\call.txt\\tplease read before"},
    };

    private static final String[] CANCEL_REASONS = {
        "Conflict", "", "Found another time \u2013 sorry!", "No longer needed"
    };

    private StringBuilder out;

    byte[] write(PlannedDelivery delivery) {
        // a new one each time: once it held a letter beyond Latin-1 it would stay twice as wide
        out = new StringBuilder(4_096);
        boolean unsupported = delivery.unsupported() != null;
        appendHead(delivery, unsupported ? delivery.unsupported().event : delivery.kind().event);
        if (unsupported) {
            delivery.unsupported().appendPayload(out, delivery);
        } else {
            appendPayload(delivery);
        }
        out.append('}');
        byte[] body = out.toString().getBytes(StandardCharsets.UTF_8);
        return delivery.corruption() == null ? body : delivery.corruption().apply(body);
    }

    private void appendHead(PlannedDelivery delivery, String event) {
        out.append("{\"created_at\":\"");
        IsoTime.appendUtc(out, delivery.createdAtMicros());
        out.append("\",\"created_by\":\"https://api.calendly.com/users/")
                .append(
                        delivery.secondSubscription()
                                ? "9c5f2b1e-3d4a-4f6b-8e7c-1a2b3c4d5e6f"
                                : "c1bef586-47bc-54fe-9ee2-3d5849d5e5df")
                .append("\",\"event\":\"")
                .append(event)
                .append("\",\"payload\":");
    }

    private void appendPayload(PlannedDelivery delivery) {
        InviteePlan invitee = delivery.invitee();
        Draw look = new Draw(invitee.idHigh, Draw.Purpose.LOOK, invitee.idLow);
        boolean older = look.chance(0.03);
        boolean unknownKeys = look.chance(0.04);
        boolean canceled = delivery.kind() == Kind.MOVED || delivery.kind() == Kind.CANCELED;
        int person = invitee.booking.person;
        String first = FIRST_NAMES[person % FIRST_NAMES.length];
        String last = LAST_NAMES[person / FIRST_NAMES.length % LAST_NAMES.length];
        boolean splitName = look.chance(0.2);

        out.append("{\"cancel_url\":\"https://calendly.com/cancellations/");
        Ids.appendUuid(out, invitee.idHigh, invitee.idLow);
        out.append('"');
        time("created_at", invitee, invitee.createdMicros);
        text("email", invitee.spelling.apply("guest." + person + "@example.test"));
        out.append(",\"event\":\"");
        invitee.meeting.appendUri(out);
        out.append('"');
        text("name", first + ' ' + last + (look.chance(0.05) ? " " : ""));
        if (!older) {
            text("first_name", splitName ? first : null);
            text("last_name", splitName ? last : null);
            text(
                    "invitee_scheduled_by",
                    look.chance(0.1) ? invitee.booking.hosts.get(0).uri() : null);
            text("scheduling_method", look.chance(0.1) ? "instant_book" : null);
            out.append(",\"routing_form_submission\":null,\"reconfirmation\":null,\"payment\":");
            out.append(
                    look.chance(0.02)
                            ? "{\"external_id\":\"ch_AAAAAAAA\",\"provider\":\"stripe\",\"amount\":49.5,"
                                    + "\"currency\":\"USD\",\"terms\":null,\"successful\":true}"
                            : "null");
        }
        uri("new_invitee", delivery.kind() == Kind.MOVED ? invitee.booking.invitee(invitee.position + 1) : null);
        uri("old_invitee", delivery.tellsOldInvitee() ? invitee.booking.invitee(invitee.position - 1) : null);
        appendNoShow(delivery, older);
        appendAnswers(look);
        out.append(",\"reschedule_url\":\"https://calendly.com/reschedulings/");
        Ids.appendUuid(out, invitee.idHigh, invitee.idLow);
        out.append("\",\"rescheduled\":").append(delivery.kind() == Kind.MOVED);
        appendScheduledEvent(delivery, canceled, unknownKeys);
        text("status", canceled ? "canceled" : "active");
        text("text_reminder_number", look.chance(0.3) ? "+1 202-555-0142" : null);
        text("timezone", look.oneOf(ZONES));
        appendTracking(invitee.booking.campaign);
        time("updated_at", invitee, canceled ? delivery.changedMicros() : invitee.updatedMicros);
        out.append(",\"uri\":\"");
        invitee.appendUri(out);
        out.append('"');
        if (unknownKeys) {
            out.append(",\"consent\":{\"marketing\":true,\"texts\":[\"email\",null]},\"score\":0.75");
        }
        if (canceled) {
            appendCancellation(delivery);
        }
        out.append('}');
    }

    private void appendNoShow(PlannedDelivery delivery, boolean older) {
        if (delivery.kind() == Kind.NO_SHOW_CREATED) {
            out.append(",\"no_show\":{\"uri\":\"https://api.calendly.com/invitee_no_shows/");
            Ids.appendUuid(out, delivery.invitee().idLow, delivery.changedMicros());
            out.append('"');
            time("created_at", delivery.invitee(), delivery.changedMicros());
            out.append('}');
        } else if (!older) {
            out.append(",\"no_show\":null");
        }
    }

    private void appendAnswers(Draw look) {
        out.append(",\"questions_and_answers\":[");
        int questions = look.below(5);
        int first = look.below(QUESTIONS.length);
        for (int i = 0; i < questions; i++) {
            String[] question = QUESTIONS[(first + i) % QUESTIONS.length];
            out.append(i == 0 ? "" : ",")
                    .append("{\"answer\":\"")
                    .append(question[1])
                    .append("\",\"position\":")
                    .append(i)
                    .append(",\"question\":\"")
                    .append(question[0])
                    .append("\"}");
        }
        out.append(']');
    }

    private void appendScheduledEvent(PlannedDelivery delivery, boolean canceled, boolean unknownKeys) {
        InviteePlan invitee = delivery.invitee();
        Meeting meeting = invitee.meeting;
        // one of several who cancels leaves the meeting to the others
        boolean group = meeting.places() > 1;
        boolean off = canceled && !group;
        Draw look = new Draw(meeting.idHigh(), Draw.Purpose.LOOK, meeting.idLow());
        out.append(",\"scheduled_event\":{\"event_guests\":[");
        int guests = look.chance(0.8) ? 0 : 1 + look.below(2);
        for (int i = 0; i < guests; i++) {
            out.append(i == 0 ? "{" : ",{")
                    .append("\"email\":\"companion.")
                    .append(i)
                    .append("@example.test\"");
            time("created_at", invitee, meeting.createdMicros());
            time("updated_at", invitee, meeting.createdMicros());
            out.append('}');
        }
        out.append("],\"event_memberships\":[");
        String comma = "";
        for (Host host : invitee.booking.hosts) {
            out.append(comma).append("{\"user\":\"").append(host.uri()).append('"');
            text("user_email", host.email());
            text("user_name", host.name());
            out.append('}');
            comma = ",";
        }
        out.append("],\"invitees_counter\":{\"total\":")
                .append(meeting.places())
                .append(",\"active\":")
                .append(meeting.places() - (canceled ? 1 : 0))
                .append(",\"limit\":")
                .append(group ? 10 : 1)
                .append("},\"location\":");
        LocationKind.draw(look).append(out, look, meeting);
        text("event_type", invitee.booking.eventType.uri());
        text("name", invitee.booking.eventType.name());
        text("meeting_notes_html", null);
        text("meeting_notes_plain", null);
        time("created_at", invitee, meeting.createdMicros());
        time("start_time", invitee, meeting.startMicros());
        time("end_time", invitee, meeting.endMicros());
        time("updated_at", invitee, off ? delivery.changedMicros() : meeting.createdMicros());
        text("status", off ? "canceled" : "active");
        out.append(",\"uri\":\"");
        meeting.appendUri(out);
        out.append('"');
        if (unknownKeys) {
            out.append(",\"calendar_event\":{\"kind\":\"google\",\"external_id\":\"8suu9k3hj00mni03ss12ba0ce0\"}");
        }
        if (off) {
            appendCancellation(delivery);
        }
        out.append('}');
    }

    private void appendCancellation(PlannedDelivery delivery) {
        // drawn by itself, so that the two places where it stands agree
        Draw look = new Draw(delivery.changedMicros(), Draw.Purpose.LOOK, delivery.invitee().idLow);
        boolean byHost = look.chance(0.2);
        out.append(",\"cancellation\":{\"canceled_by\":\"")
                .append(byHost ? delivery.invitee().booking.hosts.get(0).name() : "The Invitee")
                .append('"');
        text("canceler_type", byHost ? "host" : "invitee");
        text("reason", look.chance(0.4) ? null : look.oneOf(CANCEL_REASONS));
        time("created_at", delivery.invitee(), delivery.changedMicros());
        out.append('}');
    }

    private void appendTracking(BookingPlan.Campaign campaign) {
        out.append(",\"tracking\":{\"utm_term\":null");
        text("utm_campaign", campaign.utmCampaign());
        text("utm_source", campaign.utmSource());
        text("utm_medium", campaign.utmMedium());
        out.append(",\"utm_content\":null,\"salesforce_uuid\":null}");
    }

    private void time(String key, InviteePlan invitee, long micros) {
        out.append(",\"").append(key).append("\":\"");
        invitee.style.append(out, micros);
        out.append('"');
    }

    private void uri(String key, InviteePlan invitee) {
        out.append(",\"").append(key).append("\":");
        if (invitee == null) {
            out.append("null");
            return;
        }
        out.append('"');
        invitee.appendUri(out);
        out.append('"');
    }

    /** A key with a text that is already escaped, or null. */
    private void text(String key, String value) {
        out.append(",\"").append(key).append("\":");
        if (value == null) {
            out.append("null");
        } else {
            out.append('"').append(value).append('"');
        }
    }
}
