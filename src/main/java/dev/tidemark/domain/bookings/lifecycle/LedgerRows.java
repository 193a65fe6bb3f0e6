package dev.tidemark.domain.bookings.lifecycle;

import dev.tidemark.contract.ReportingTime;
import dev.tidemark.domain.bookings.BookingTables;
import dev.tidemark.domain.bookings.BookingView;
import dev.tidemark.domain.bookings.Host;
import dev.tidemark.domain.bookings.WebhookEvent;
import dev.tidemark.table.RowBuilder;
import dev.tidemark.table.TableRow;

/** Makes the ledger's rows of changes. */
final class LedgerRows {
    private final ReportingTime time;

    LedgerRows(ReportingTime time) {
        this.time = time;
    }

    /**
     * The row of one change.
     *
     * @param number the change's number among the person's
     * @param cause the webhook that brought it, or null if time or a mapping did
     * @param nowMicros when a change without a webhook was noticed
     */
    TableRow row(Change change, long number, WebhookEvent cause, long nowMicros) {
        BookingView before = change.before();
        BookingView after = change.after();
        boolean merged = change.word().equals(Change.MERGED);
        long occurredAt = occurredAt(change, cause, nowMicros);
        return new RowBuilder(BookingTables.SILVER_LEDGER)
                .set("booking_id", merged ? before.bookingId() : after.bookingId())
                .set("change_number", number)
                .set("invitee_id", cause == null ? after.bookingId() : cause.inviteeId())
                .set("change", change.word())
                .set("status_before", before == null ? null : before.status().word())
                .set("status_after", merged ? null : after.status().word())
                .set("meeting_start_before", before == null ? null : before.meetingStartMicros())
                .set("meeting_end_before", before == null ? null : before.meetingEndMicros())
                .set("meeting_start_after", after.meetingStartMicros())
                .set("meeting_end_after", after.meetingEndMicros())
                .set("booking_created_at", after.createdAtMicros())
                .set("booking_date", after.bookingDay())
                .set("channel", after.channel())
                .set("campaign", after.campaign())
                .set("reschedules_count", after.rescheduleCount())
                .set("merged_into", merged ? after.bookingId() : null)
                .set("event_type", after.eventType())
                .set("event_type_name", after.eventTypeName())
                .set("event_type_mapped", after.mapped())
                .set("meeting_id", after.meetingId())
                .set("hosts", hosts(after))
                .set("person_key", after.personKey())
                .set("reason", cause == null ? null : cause.reason())
                .set("canceler_type", cause == null ? null : cause.cancelerType())
                .set("occurred_at", occurredAt)
                .set("ingested_at", cause == null ? nowMicros : cause.receivedAtMicros())
                .set("delivery_id", cause == null ? null : cause.deliveryId())
                .set("change_date", time.day(occurredAt))
                .build();
    }

    private static Object[] hosts(BookingView b) {
        Object[] rows = new Object[b.hosts().size()];
        for (int i = 0; i < rows.length; i++) {
            Host h = b.hosts().get(i);
            rows[i] = new Object[] {h.userId(), h.email(), h.name()};
        }
        return rows;
    }

    private static long occurredAt(Change change, WebhookEvent cause, long nowMicros) {
        BookingView after = change.after();
        if (change.word().equals("booked") && change.before() == null) {
            return after.createdAtMicros();
        }
        if (change.word().equals("held") && after.meetingEndMicros() != null) {
            return after.meetingEndMicros();
        }
        return cause == null ? nowMicros : cause.eventCreatedAtMicros();
    }
}
