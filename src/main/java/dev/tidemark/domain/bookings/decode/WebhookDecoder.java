package dev.tidemark.domain.bookings.decode;

import dev.tidemark.contract.ReportingTime;
import dev.tidemark.domain.bookings.BookingTables;
import dev.tidemark.domain.bookings.EventKind;
import dev.tidemark.domain.bookings.Host;
import dev.tidemark.domain.bookings.WebhookEvent;
import dev.tidemark.envelope.Envelope;
import dev.tidemark.silver.Failure;
import dev.tidemark.table.TableSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Decodes the body of a delivery in named steps: parse, look at the kind, check the rules, make the event. Not safe for
 * use by several threads at once.
 */
public final class WebhookDecoder {
    /** The largest body taken, in bytes. */
    public static final int MAX_BODY_BYTES = 1 << 20;

    private static final TableSpec TABLE = BookingTables.SILVER_EVENTS;
    private static final int DELIVERY_ID = TABLE.ordinal("delivery_id");
    private static final int EVENT_DATE = TABLE.ordinal("event_date");
    private static final int INVITEE_ID = TABLE.ordinal("invitee_id");
    private static final int PERSON_KEY = TABLE.ordinal("person_key");
    private static final int BOOKING_DATE = TABLE.ordinal("booking_date");
    private static final int EMPLOYEE_EMAIL = TABLE.ordinal("employee_email");
    private static final int EVENT_START_TIME = TABLE.ordinal("event_start_time");
    private static final int DURATION = TABLE.ordinal("meeting_duration_minutes");
    private static final int INGESTION_TIME = TABLE.ordinal("ingestion_time");
    private static final int INGESTION_DATE = TABLE.ordinal("ingestion_date");
    private static final int IS_VALID = TABLE.ordinal("is_valid_record");
    private static final long MICROS_PER_MINUTE = 60_000_000L;

    private final WebhookParser parser;
    private final ReportingTime time;

    public WebhookDecoder(PersonKeys personKeys, ReportingTime time) {
        this.parser = new WebhookParser(personKeys);
        this.time = time;
    }

    public DecodedWebhook decode(Envelope e) {
        if (e.body().length > MAX_BODY_BYTES) {
            return failed(
                    "decode",
                    nothing(),
                    new Failure(
                            "body_too_large",
                            null,
                            "the body has " + e.body().length + " bytes, at most " + MAX_BODY_BYTES));
        }
        WebhookParser.Parsed parsed = parser.parse(e.body());
        DecodedFields f = new DecodedFields(parsed.values);
        DecodedWebhook.BronzeFields bronze = bronze(f, parsed.email);
        List<Failure> failures = parsed.failures;
        if (failures.stream().anyMatch(x -> x.reason().equals("invalid_json"))) {
            return new DecodedWebhook(null, "decode", failures, bronze);
        }
        String kindName = f.text("event");
        if (kindName == null || !parsed.hasPayload) {
            if (kindName == null && failures.stream().noneMatch(x -> "event".equals(x.field()))) {
                failures.add(new Failure("missing_field", "event", "a webhook has a text 'event'"));
            }
            if (!parsed.hasPayload && failures.stream().noneMatch(x -> "payload".equals(x.field()))) {
                failures.add(new Failure("missing_field", "payload", "a webhook has an object 'payload'"));
            }
            return new DecodedWebhook(null, "decode", failures, bronze);
        }
        EventKind kind = EventKind.of(kindName);
        if (kind == null) {
            return new DecodedWebhook(null, null, List.of(), bronze);
        }
        WebhookRules.check(f, parsed.email, e.receivedAtMicros(), failures);
        return failures.isEmpty()
                ? new DecodedWebhook(event(kind, f, e), null, List.of(), bronze)
                : new DecodedWebhook(null, "validate", failures, bronze);
    }

    private WebhookEvent event(EventKind kind, DecodedFields f, Envelope e) {
        Long eventCreatedAt = f.micros("created_at");
        long eventAt = eventCreatedAt == null ? e.receivedAtMicros() : eventCreatedAt;
        long createdAt = f.micros("payload.created_at");
        long start = f.micros("payload.scheduled_event.start_time");
        long end = f.micros("payload.scheduled_event.end_time");
        String inviteeId = lastPart(f.text("payload.uri"));
        List<Host> hosts = hosts((Object[]) f.value("payload.scheduled_event.event_memberships"));
        Object[] row = f.values();
        row[DELIVERY_ID] = e.id();
        row[EVENT_DATE] = time.day(eventAt);
        row[INVITEE_ID] = inviteeId;
        row[PERSON_KEY] = f.text("payload.email");
        row[BOOKING_DATE] = time.day(createdAt);
        row[EMPLOYEE_EMAIL] = hosts.isEmpty() ? null : hosts.get(0).email();
        row[EVENT_START_TIME] = start;
        row[DURATION] = (end - start) / MICROS_PER_MINUTE;
        row[INGESTION_TIME] = e.receivedAtMicros();
        row[INGESTION_DATE] = time.day(e.receivedAtMicros());
        row[IS_VALID] = true;
        return new WebhookEvent(
                kind,
                e.feed(),
                e.id(),
                f.text("payload.email"),
                inviteeId,
                lastPart(f.text("payload.old_invitee")),
                lastPart(f.text("payload.new_invitee")),
                Boolean.TRUE.equals(f.value("payload.rescheduled")),
                !"canceled".equals(f.text("payload.status")),
                version(kind, f, eventAt),
                createdAt,
                eventAt,
                e.receivedAtMicros(),
                f.text("payload.scheduled_event.event_type"),
                blankToNull(f.text("payload.scheduled_event.name")),
                blankToNull(f.text("payload.tracking.utm_campaign")),
                lastPart(f.text("payload.scheduled_event.uri")),
                start,
                end,
                hosts,
                f.text("payload.cancellation.reason"),
                f.text("payload.cancellation.canceler_type"),
                row);
    }

    /** Orders the changes of one invitee; older payloads lack the field that says it best. */
    private static long version(EventKind kind, DecodedFields f, long eventAt) {
        Long updatedAt = f.micros("payload.updated_at");
        long fallback = updatedAt == null ? eventAt : updatedAt;
        Long own =
                switch (kind) {
                    case CREATED -> updatedAt;
                    case CANCELED -> f.micros("payload.cancellation.created_at");
                    case NO_SHOW -> f.micros("payload.no_show.created_at");
                    case NO_SHOW_CLEARED -> (Long) eventAt;
                };
        return own == null ? fallback : own;
    }

    private static List<Host> hosts(Object[] memberships) {
        if (memberships == null) {
            return List.of();
        }
        List<Host> hosts = new ArrayList<>(memberships.length);
        for (Object m : memberships) {
            Object[] fields = (Object[]) m;
            String userId = lastPart((String) fields[0]);
            if (userId != null) {
                hosts.add(new Host(userId, (String) fields[1], (String) fields[2]));
            }
        }
        return hosts;
    }

    /** The last part of a URI, Calendly's id of the thing; null if there is none. */
    static String lastPart(String uri) {
        if (uri == null || uri.isEmpty() || uri.endsWith("/")) {
            return null;
        }
        return uri.substring(uri.lastIndexOf('/') + 1);
    }

    private static String blankToNull(String s) {
        return s == null || s.isBlank() ? null : s;
    }

    private static DecodedWebhook.BronzeFields bronze(DecodedFields f, String email) {
        return new DecodedWebhook.BronzeFields(
                f.text("event"),
                f.micros("created_at"),
                lastPart(f.text("payload.uri")),
                email,
                f.micros("payload.scheduled_event.start_time"),
                f.text("payload.scheduled_event.event_type"),
                f.text("payload.tracking.utm_source"),
                f.text("payload.tracking.utm_campaign"));
    }

    private static DecodedWebhook.BronzeFields nothing() {
        return new DecodedWebhook.BronzeFields(null, null, null, null, null, null, null, null);
    }

    private static DecodedWebhook failed(String stage, DecodedWebhook.BronzeFields bronze, Failure failure) {
        return new DecodedWebhook(null, stage, List.of(failure), bronze);
    }
}
