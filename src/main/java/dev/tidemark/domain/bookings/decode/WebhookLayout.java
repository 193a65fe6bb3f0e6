package dev.tidemark.domain.bookings.decode;

import static dev.tidemark.table.ColumnType.BOOLEAN;
import static dev.tidemark.table.ColumnType.INT;
import static dev.tidemark.table.ColumnType.LONG;
import static dev.tidemark.table.ColumnType.MONEY;
import static dev.tidemark.table.ColumnType.STRING;
import static dev.tidemark.table.ColumnType.TIMESTAMP;
import static dev.tidemark.table.ColumnType.array;
import static dev.tidemark.table.ColumnType.struct;

import dev.tidemark.table.Column;
import dev.tidemark.table.ColumnType;
import java.util.ArrayList;
import java.util.List;

/**
 * Every field of a Calendly webhook that we read: its path in the body, its type and its meaning. The decoder's parse
 * tree and the columns of {@code silver_fact_events} both come from this list, so that they cannot disagree. A column is
 * named as the reference pipeline named it: {@code data_} and the path, joined by underscores.
 */
public final class WebhookLayout {

    /**
     * One field.
     *
     * @param path the keys from the root of the body
     * @param column the column of {@code silver_fact_events}
     */
    public record Field(List<String> path, Column column) {}

    private static final String PAYLOAD = "payload.";
    private static final String EVENT = "payload.scheduled_event.";
    private static final String LOCATION = EVENT + "location.";

    private static final ColumnType ANSWERS = array(struct(
            Column.of("question", STRING, "The question asked"),
            Column.of("answer", STRING, "The answer; e-mail addresses in it are hashed"),
            Column.of("position", INT, "Its place in the form, from 0")));
    private static final ColumnType MEMBERSHIPS = array(struct(
            Column.of("user", STRING, "URI of the host"),
            Column.of("user_email", STRING, "The host's e-mail address"),
            Column.of("user_name", STRING, "The host's name"),
            Column.of("buffered_start_time", TIMESTAMP, "Start with buffer; REST only"),
            Column.of("buffered_end_time", TIMESTAMP, "End with buffer; REST only")));
    private static final ColumnType GUESTS = array(struct(
            Column.of("email", STRING, "Keyed hash of the guest's e-mail address"),
            Column.of("created_at", TIMESTAMP, "When the guest was added"),
            Column.of("updated_at", TIMESTAMP, "When the guest was last changed")));
    private static final ColumnType DIAL_IN_NUMBERS = array(struct(
            Column.of("number", STRING, "Telephone number"),
            Column.of("country", STRING, "Country code"),
            Column.of("type", STRING, "toll or tollfree"),
            Column.of("city", STRING, "City"),
            Column.of("country_name", STRING, "Country")));

    private static final List<Field> FIELDS = new ArrayList<>();

    static {
        field("event", STRING, "Kind of the webhook event");
        field("created_at", TIMESTAMP, "When the webhook event was made (event_created_at)");
        field("created_by", STRING, "URI of the user who made the subscription");
        field(PAYLOAD + "uri", STRING, "URI of the invitee, the primary key at Calendly");
        field(PAYLOAD + "email", STRING, "Keyed hash of the invitee's e-mail address; equals person_key");
        field(PAYLOAD + "name", STRING, "Name of the invitee, trimmed");
        field(PAYLOAD + "first_name", STRING, "First name");
        field(PAYLOAD + "last_name", STRING, "Last name");
        field(PAYLOAD + "status", STRING, "active or canceled, at the time of the webhook");
        field(PAYLOAD + "event", STRING, "URI of the scheduled event");
        field(PAYLOAD + "created_at", TIMESTAMP, "When the invitee was made");
        field(PAYLOAD + "updated_at", TIMESTAMP, "When the invitee was last changed");
        field(PAYLOAD + "timezone", STRING, "IANA time zone of the invitee");
        field(PAYLOAD + "rescheduled", BOOLEAN, "Whether this canceled invitee was moved to a new one");
        field(PAYLOAD + "cancel_url", STRING, "Page to cancel");
        field(PAYLOAD + "reschedule_url", STRING, "Page to reschedule");
        field(PAYLOAD + "text_reminder_number", STRING, "Telephone number for reminders");
        field(PAYLOAD + "old_invitee", STRING, "URI of the invitee that this one was moved from");
        field(PAYLOAD + "new_invitee", STRING, "URI of the invitee that this one was moved to");
        field(PAYLOAD + "routing_form_submission", STRING, "URI of the routing form submission");
        field(PAYLOAD + "scheduling_method", STRING, "instant_book, api or null");
        field(PAYLOAD + "invitee_scheduled_by", STRING, "URI of the user who booked for the invitee");
        field(PAYLOAD + "questions_and_answers", ANSWERS, "The booking form's answers");
        for (String utm : List.of("campaign", "source", "medium", "content", "term")) {
            field(PAYLOAD + "tracking.utm_" + utm, STRING, "UTM " + utm + " of the booking link");
        }
        field(PAYLOAD + "tracking.salesforce_uuid", STRING, "Salesforce record");
        cancellation(PAYLOAD, "the invitee's cancellation");
        field(PAYLOAD + "payment.external_id", STRING, "Payment id at the provider");
        field(PAYLOAD + "payment.provider", STRING, "Payment provider");
        field(PAYLOAD + "payment.amount", MONEY, "Amount paid, in currency");
        field(PAYLOAD + "payment.currency", STRING, "ISO 4217 code");
        field(PAYLOAD + "payment.terms", STRING, "Payment terms");
        field(PAYLOAD + "payment.successful", BOOLEAN, "Whether the payment went through");
        field(PAYLOAD + "no_show.uri", STRING, "URI of the no-show mark");
        field(PAYLOAD + "no_show.created_at", TIMESTAMP, "When the no-show was marked");
        field(PAYLOAD + "reconfirmation.created_at", TIMESTAMP, "When a reconfirmation was asked for");
        field(PAYLOAD + "reconfirmation.confirmed_at", TIMESTAMP, "When it was given");
        field(EVENT + "uri", STRING, "URI of the scheduled event");
        field(EVENT + "name", STRING, "Name of the event type when booked, trimmed");
        field(EVENT + "meeting_notes_plain", STRING, "Notes as text");
        field(EVENT + "meeting_notes_html", STRING, "Notes as HTML");
        field(EVENT + "status", STRING, "State of the whole event; never the invitee's");
        field(EVENT + "start_time", TIMESTAMP, "Start of the meeting");
        field(EVENT + "end_time", TIMESTAMP, "End of the meeting");
        field(EVENT + "event_type", STRING, "URI of the event type");
        field(LOCATION + "type", STRING, "Kind of location");
        field(LOCATION + "location", STRING, "Place or number");
        field(LOCATION + "additional_info", STRING, "More about the place");
        field(LOCATION + "join_url", STRING, "Link to the conference");
        field(LOCATION + "status", STRING, "State of the conference");
        field(LOCATION + "data.id", STRING, "Conference id; comes as a number or a text");
        field(LOCATION + "data.password", STRING, "Conference password");
        field(LOCATION + "data.extra.intl_numbers_url", STRING, "Page of dial-in numbers");
        field(LOCATION + "data.settings.global_dial_in_numbers", DIAL_IN_NUMBERS, "Zoom's dial-in numbers");
        field(EVENT + "invitees_counter.total", LONG, "Invitees, canceled ones included");
        field(EVENT + "invitees_counter.active", LONG, "Invitees that are not canceled");
        field(EVENT + "invitees_counter.limit", LONG, "Places");
        field(EVENT + "created_at", TIMESTAMP, "When the event was made");
        field(EVENT + "updated_at", TIMESTAMP, "When the event was last changed");
        field(EVENT + "event_memberships", MEMBERSHIPS, "The hosts");
        field(EVENT + "event_guests", GUESTS, "The guests");
        cancellation(EVENT, "the whole event's cancellation");
    }

    private WebhookLayout() {}

    /** The fields, in the order of their columns. */
    public static List<Field> fields() {
        return List.copyOf(FIELDS);
    }

    private static void cancellation(String of, String what) {
        field(of + "cancellation.canceled_by", STRING, "Name of who canceled: " + what);
        field(of + "cancellation.reason", STRING, "Reason given: " + what);
        field(of + "cancellation.canceler_type", STRING, "host or invitee: " + what);
        field(of + "cancellation.created_at", TIMESTAMP, "When: " + what);
    }

    private static void field(String path, ColumnType type, String meaning) {
        FIELDS.add(new Field(List.of(path.split("\\.")), Column.of("data_" + path.replace('.', '_'), type, meaning)));
    }
}
