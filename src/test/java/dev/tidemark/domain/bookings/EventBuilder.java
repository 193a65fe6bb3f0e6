package dev.tidemark.domain.bookings;

import dev.tidemark.contract.ReportingTime;
import java.time.Instant;
import java.util.List;

/** Makes accepted events; what a test does not say is that of a plain booking on Monday, 2026-03-02. */
public final class EventBuilder {
    public static final String PERSON = "p".repeat(64);
    public static final String YOUTUBE = "https://api.calendly.com/event_types/dbb4ec50-38cd-4bcd-bbff-efb7b5a6f098";
    public static final String FACEBOOK = "https://api.calendly.com/event_types/d639ecd3-8718-4068-955a-436b10d72c78";

    private EventKind kind;
    private final String invitee;
    private String person = PERSON;
    private String deliveryId;
    private String old;
    private String next;
    private boolean rescheduled;
    private String created = "2026-03-02T10:00:00Z";
    private String version;
    private String start = "2026-03-10T09:00:00Z";
    private String end;
    private String eventType = YOUTUBE;
    private String campaign;
    private String reason;
    private String meetingId;
    private String eventChanged;
    private String place;
    private String noShowSince;
    private List<Host> hosts = List.of(new Host("U1", "host@example.test", "Host"));

    private EventBuilder(EventKind kind, String invitee) {
        this.kind = kind;
        this.invitee = invitee;
    }

    public static EventBuilder created(String invitee) {
        return new EventBuilder(EventKind.CREATED, invitee);
    }

    public static EventBuilder canceled(String invitee) {
        return new EventBuilder(EventKind.CANCELED, invitee);
    }

    public static EventBuilder noShow(String invitee) {
        return new EventBuilder(EventKind.NO_SHOW, invitee);
    }

    public static EventBuilder noShowCleared(String invitee) {
        return new EventBuilder(EventKind.NO_SHOW_CLEARED, invitee);
    }

    public EventBuilder by(String personKey) {
        person = personKey;
        return this;
    }

    public EventBuilder delivery(String id) {
        deliveryId = id;
        return this;
    }

    /** The second half of a move. */
    public EventBuilder from(String oldInvitee) {
        old = oldInvitee;
        return this;
    }

    /** The first half of a move; null where the webhook does not name the new invitee. */
    public EventBuilder to(String newInvitee) {
        next = newInvitee;
        rescheduled = true;
        return this;
    }

    /** When the invitee was made. */
    public EventBuilder made(String time) {
        created = time;
        return this;
    }

    public EventBuilder version(String time) {
        version = time;
        return this;
    }

    public EventBuilder meeting(String startTime) {
        start = startTime;
        return this;
    }

    public EventBuilder until(String endTime) {
        end = endTime;
        return this;
    }

    /** The scheduled event, for invitees that share one. */
    public EventBuilder in(String scheduledEvent) {
        meetingId = scheduledEvent;
        return this;
    }

    public EventBuilder type(String uri) {
        eventType = uri;
        return this;
    }

    public EventBuilder campaign(String utmCampaign) {
        campaign = utmCampaign;
        return this;
    }

    public EventBuilder because(String why) {
        reason = why;
        return this;
    }

    public EventBuilder hosts(Host... all) {
        hosts = List.of(all);
        return this;
    }

    /** When the scheduled event was last changed. */
    public EventBuilder changed(String time) {
        eventChanged = time;
        return this;
    }

    /** The place of the meeting. */
    public EventBuilder at(String where) {
        place = where;
        return this;
    }

    /** The no-show that the body tells of. */
    public EventBuilder noShowSince(String time) {
        noShowSince = time;
        return this;
    }

    public WebhookEvent build() {
        long createdAt = micros(created);
        long versionAt = version == null ? createdAt : micros(version);
        long startAt = micros(start);
        Object[] silver = new Object[BookingTables.SILVER_EVENTS.width()];
        silver[BookingTables.SILVER_EVENTS.ordinal("booking_date")] = Samples.UTC.day(createdAt);
        silver[BookingTables.SILVER_EVENTS.ordinal("invitee_id")] = invitee;
        silver[BookingTables.SILVER_EVENTS.ordinal("data_payload_scheduled_event_updated_at")] = nullable(eventChanged);
        silver[BookingTables.SILVER_EVENTS.ordinal("data_payload_no_show_created_at")] = nullable(noShowSince);
        if (place != null) {
            silver[BookingTables.SILVER_EVENTS.ordinal("data_payload_scheduled_event_location_type")] = "physical";
            silver[BookingTables.SILVER_EVENTS.ordinal("data_payload_scheduled_event_location_location")] = place;
        }
        return new WebhookEvent(
                kind,
                "calendly-webhooks",
                deliveryId == null ? kind + "-" + invitee + "-" + versionAt : deliveryId,
                person,
                invitee,
                old,
                next,
                rescheduled,
                kind != EventKind.CANCELED,
                versionAt,
                createdAt,
                versionAt,
                versionAt + 1_000_000,
                eventType,
                null,
                campaign,
                meetingId == null ? "event-of-" + invitee : meetingId,
                startAt,
                end == null ? startAt + 1_800_000_000L : micros(end),
                hosts,
                reason,
                kind == EventKind.CANCELED ? "invitee" : null,
                silver);
    }

    private static Long nullable(String time) {
        return time == null ? null : (Long) micros(time);
    }

    private static long micros(String time) {
        return ReportingTime.micros(Instant.parse(time));
    }
}
