package dev.tidemark.domain.bookings;

import static dev.tidemark.table.ColumnType.BOOLEAN;
import static dev.tidemark.table.ColumnType.DATE;
import static dev.tidemark.table.ColumnType.INT;
import static dev.tidemark.table.ColumnType.LONG;
import static dev.tidemark.table.ColumnType.MONEY;
import static dev.tidemark.table.ColumnType.STRING;
import static dev.tidemark.table.ColumnType.TIMESTAMP;
import static dev.tidemark.table.ColumnType.array;
import static dev.tidemark.table.ColumnType.struct;

import dev.tidemark.domain.bookings.decode.WebhookLayout;
import dev.tidemark.table.Column;
import dev.tidemark.table.ColumnType;
import dev.tidemark.table.TableSpec;
import dev.tidemark.table.TableSpec.Layer;
import dev.tidemark.table.Unit;
import java.util.List;

/** The Bronze and Silver tables of the bookings domain; the Gold tables are in {@code kpi}. */
public final class BookingTables {

    public static final TableSpec BRONZE_WEBHOOKS = TableSpec.append("bronze_calendly_webhooks", Layer.BRONZE)
            .column(
                    "delivery_id",
                    STRING,
                    "Names the delivery: request id, or file and line of a replay; twice if the gateway repeated its put")
            .column("feed", STRING, "Feed the delivery came by")
            .column("received_at", TIMESTAMP, "When the gateway took it")
            .column("event_kind", STRING, "Kind of the webhook; null when the body cannot be read")
            .column("event_created_at", TIMESTAMP, "When Calendly made the webhook event")
            .column("invitee_id", STRING, "Last part of the invitee's URI")
            .column("invitee_email", STRING, "E-mail address as it came; clear text stays in Bronze")
            .column("scheduled_event_start_time", TIMESTAMP, "Start of the meeting")
            .column("event_type", STRING, "URI of the event type")
            .column("utm_source", STRING, "UTM source")
            .column("utm_campaign", STRING, "UTM campaign")
            .column(
                    "signature_status",
                    STRING,
                    "valid, missing, malformed, bad, stale, or not_required for what we fetched ourselves")
            .column("source_position", STRING, "Shard and sequence number, or file and line")
            .column("ingest_date", DATE, "Day of received_at in the reporting zone")
            .column(
                    "feed_clock",
                    TIMESTAMP,
                    "Newest received_at of its shard or file up to this record; lateness is measured against it; null: never late")
            .column("envelope_defect", STRING, "bad_envelope or body_too_large when the record came damaged")
            .column("raw_payload_encoding", STRING, "utf-8, or base64 where the bytes are no UTF-8 text")
            .column("raw_payload", STRING, "The body, byte for byte")
            .key("delivery_id", "source_position")
            .partitionBy("ingest_date")
            .confidential("invitee_email", "utm_source", "utm_campaign")
            .meaning("Every webhook delivery as it arrived, retries and broken ones included")
            .build();

    public static final TableSpec BRONZE_AD_SPEND = TableSpec.append("bronze_ad_spend", Layer.BRONZE)
            .column("file_name", STRING, "Name of the spend file")
            .column("as_of_date", DATE, "The date in its name: the day its numbers were known")
            .column("etag", STRING, "Version of the file: ETag or content hash")
            .column("row_number", INT, "Row in the file, from 1")
            .column("received_at", TIMESTAMP, "When the file was read")
            .column("ingest_date", DATE, "Day of received_at in the reporting zone")
            .column("raw_row", STRING, "The row as it stands in the file")
            .key("file_name", "etag", "row_number")
            .partitionBy("ingest_date")
            .meaning("Every row of every spend file as it was read")
            .build();

    public static final TableSpec BRONZE_EVENT_TYPES = TableSpec.append("bronze_event_types", Layer.BRONZE)
            .column("file_name", STRING, "Name of the mapping file")
            .column("etag", STRING, "Version of the file: ETag or content hash")
            .column("received_at", TIMESTAMP, "When the file was read")
            .column("known_at", TIMESTAMP, "From when it may move bookings whose day is open; null: from the beginning")
            .column("ingest_date", DATE, "Day of received_at in the reporting zone")
            .column("raw_content_encoding", STRING, "utf-8, or base64 where the bytes are no UTF-8 text")
            .column("raw_content", STRING, "The file, byte for byte")
            .key("file_name", "etag", "received_at")
            .partitionBy("ingest_date")
            .meaning("Every version of the event-type mapping as it was read, broken ones included")
            .build();

    public static final TableSpec SILVER_EVENTS = silverEvents();

    private static final ColumnType HOSTS = array(struct(
            Column.of("user_id", STRING, "Last part of the host's URI"),
            Column.of("user_email", STRING, "The host's e-mail address"),
            Column.of("user_name", STRING, "The host's name")));

    public static final TableSpec SILVER_LEDGER = TableSpec.append("silver_booking_ledger", Layer.SILVER)
            .column("booking_id", STRING, "Id of the booking's first invitee that was seen")
            .column("change_number", LONG, "Counts the changes of one person's bookings, from 1: the order to replay")
            .column("invitee_id", STRING, "Invitee that the change came by")
            .column(
                    "change",
                    STRING,
                    "booked, rescheduled, canceled, no_show, no_show_cleared, held, reattributed, merged or updated")
            .column("status_before", STRING, "booked, canceled, no_show or held; null for a new booking")
            .column("status_after", STRING, "The same, after the change; null when merged into another booking")
            .column("meeting_start_before", TIMESTAMP, "Start of the meeting before")
            .column("meeting_end_before", TIMESTAMP, "End of the meeting before")
            .column("meeting_start_after", TIMESTAMP, "Start of the meeting after; null when unknown")
            .column("meeting_end_after", TIMESTAMP, "End of the meeting after")
            .column("booking_created_at", TIMESTAMP, "When the booking was made")
            .column("booking_date", DATE, "Its day in the reporting zone")
            .column("channel", STRING, "Channel after the change")
            .column("campaign", STRING, "Campaign after the change")
            .column("reschedules_count", INT, Unit.COUNT, "Moves of the booking after the change")
            .column("merged_into", STRING, "merged: the booking that this one turned out to be part of")
            .column("event_type", STRING, "URI of the event type that the booking was made for")
            .column("event_type_name", STRING, "Its name then")
            .column("event_type_mapped", BOOLEAN, "Whether the mapping has it on the booking's day")
            .column("meeting_id", STRING, "Scheduled event after the change; null when unknown")
            .column("hosts", HOSTS, "Hosts of the meeting after the change")
            .column("person_key", STRING, "Keyed hash of the invitee's e-mail address")
            .column("reason", STRING, "canceled: the reason given")
            .column("canceler_type", STRING, "canceled: host or invitee")
            .column("occurred_at", TIMESTAMP, "When it happened at Calendly")
            .column("ingested_at", TIMESTAMP, "When we received what told us")
            .column("delivery_id", STRING, "The delivery in Bronze; null for a change that time or a mapping brought")
            .column("change_date", DATE, "Day of occurred_at in the reporting zone")
            .key("person_key", "change_number")
            .partitionBy("change_date")
            .meaning("Every change of every booking; replayed in order it gives every Gold number")
            .build();

    public static final TableSpec SILVER_MARKETING = TableSpec.append("silver_fact_marketing", Layer.SILVER)
            .column("spend_date", DATE, "Day the money was spent")
            .column("channel", STRING, "Channel")
            .column("spend", MONEY, Unit.MONEY, "Spend of the day in USD")
            .column("as_of_date", DATE, "Day the number was known; the newest counts")
            .column("source_file", STRING, "File it came from")
            .column("ingestion_time", TIMESTAMP, "When the file was read")
            .column("revision", INT, "Counts the accepted rows of a day and channel, from 1")
            .key("spend_date", "channel", "revision")
            .partitionBy("spend_date")
            .meaning(
                    "Every accepted revision of a day's spend; the newest as-of date, then the newest revision, counts")
            .build();

    public static final TableSpec SILVER_EVENT_TYPES = TableSpec.upsert("silver_event_type_dim", Layer.SILVER)
            .column("event_type", STRING, "URI of the event type")
            .column("channel", STRING, "Channel it stands for")
            .column("campaign", STRING, "Campaign, or null")
            .column("valid_from", DATE, "First day of validity; null: from the beginning")
            .column("valid_to", DATE, "First day it is no longer valid; null: open")
            .column("position", INT, "Place in the mapping file, from 0")
            .column("updated_at", TIMESTAMP, "When this row was written")
            .key("event_type", "position")
            .meaning("Which event type stands for which channel and campaign, and when")
            .build();

    private BookingTables() {}

    /** In the order of the data's flow. */
    public static List<TableSpec> all() {
        return List.of(
                BRONZE_WEBHOOKS,
                BRONZE_AD_SPEND,
                BRONZE_EVENT_TYPES,
                SILVER_EVENTS,
                SILVER_LEDGER,
                SILVER_MARKETING,
                SILVER_EVENT_TYPES);
    }

    private static TableSpec silverEvents() {
        TableSpec.Builder t = TableSpec.append("silver_fact_events", Layer.SILVER)
                .column("delivery_id", STRING, "The delivery in Bronze")
                .column("event_date", DATE, "Day of data_created_at in the reporting zone")
                .column("invitee_id", STRING, "Last part of data_payload_uri")
                .column("person_key", STRING, "Keyed hash of the invitee's e-mail address, trimmed and lower-cased")
                .column("booking_date", DATE, "Day of data_payload_created_at; a moved booking's own is in the ledger")
                .column("channel", STRING, "Channel of the event type on that day, as known when written")
                .column("campaign", STRING, "Campaign, as known when written")
                .column("employee_email", STRING, "E-mail address of the first host")
                .column("event_start_time", TIMESTAMP, "Start of the meeting")
                .column("meeting_duration_minutes", LONG, "Length of the meeting in minutes")
                .column("ingestion_time", TIMESTAMP, "When the delivery was received")
                .column("ingestion_date", DATE, "Its day in the reporting zone")
                .column("is_valid_record", BOOLEAN, "True: what is not valid is in quarantine");
        WebhookLayout.fields()
                .forEach(f -> t.column(
                        f.column().name(), f.column().type(), f.column().meaning()));
        return t.key("data_payload_uri", "data_event", "data_created_at", "delivery_id")
                .partitionBy("event_date")
                .meaning("Every accepted webhook, decoded, once; arrays stay arrays, so a booking is one row")
                .build();
    }
}
