package dev.tidemark.domain.bookings;

import dev.tidemark.table.ViewSpec;
import java.util.List;

/**
 * The facts and dimensions that people know from a classic warehouse of bookings, as views over Silver: each row in its
 * newest state.
 */
public final class BookingViews {
    /** The newest row of each booking in the ledger; one that became part of another is none any more. */
    private static final String BOOKINGS =
            """
            "bookings" AS (
              SELECT * FROM (
                SELECT *, row_number() OVER (
                  PARTITION BY "person_key", "booking_id" ORDER BY "change_number" DESC) AS "newest"
                FROM "silver_booking_ledger")
              WHERE "newest" = 1 AND "merged_into" IS NULL)""";

    public static final ViewSpec SCHEDULED_EVENTS = new ViewSpec(
            "scheduled_events_fact",
            "A scheduled event: when, what, with whom, and what became of it. Status rescheduled: every invitee was moved"
                    + " to another event",
            """
            WITH %s,
            "meetings" AS (
              SELECT "meeting_id",
                count(*) AS "invitees",
                count_if("status_after" = 'canceled') AS "canceled",
                count_if("status_after" = 'no_show') AS "no_shows",
                count_if("status_after" = 'held') AS "held",
                min("booking_created_at") AS "first_booked_at",
                min("channel") AS "channel"
              FROM "bookings"
              WHERE "meeting_id" IS NOT NULL
              GROUP BY "meeting_id"),
            "events" AS (
              SELECT * FROM (
                SELECT *, row_number() OVER (
                  PARTITION BY "data_payload_scheduled_event_uri"
                  ORDER BY "data_created_at" DESC, "delivery_id" DESC) AS "newest"
                FROM "silver_fact_events")
              WHERE "newest" = 1)
            SELECT e."data_payload_scheduled_event_uri" AS "scheduled_event_uri",
              regexp_extract(e."data_payload_scheduled_event_uri", '([^/]+)$', 1) AS "scheduled_event_id",
              e."data_payload_scheduled_event_name" AS "event_name",
              e."data_payload_scheduled_event_event_type" AS "event_type",
              m."channel" AS "channel",
              AS_UTC(e."event_start_time") AS "start_time",
              AS_UTC(e."data_payload_scheduled_event_end_time") AS "end_time",
              e."meeting_duration_minutes" AS "duration_minutes",
              CASE
                WHEN m."meeting_id" IS NULL THEN 'rescheduled'
                WHEN m."canceled" = m."invitees" THEN 'canceled'
                WHEN m."canceled" + m."no_shows" = m."invitees" THEN 'no_show'
                WHEN m."held" > 0 THEN 'held'
                ELSE 'booked'
              END AS "status",
              coalesce(m."invitees", 0) AS "invitees_count",
              coalesce(m."canceled", 0) AS "canceled_invitees_count",
              coalesce(m."no_shows", 0) AS "no_show_invitees_count",
              AS_UTC(m."first_booked_at") AS "first_booked_at",
              e."data_payload_scheduled_event_location_type" AS "location_type",
              e."employee_email" AS "host_email",
              transform(e."data_payload_scheduled_event_event_memberships", h -> h."user_email") AS "host_emails",
              AS_UTC(e."data_payload_scheduled_event_created_at") AS "created_at"
            FROM "events" e
            LEFT JOIN "meetings" m
              ON m."meeting_id" = regexp_extract(e."data_payload_scheduled_event_uri", '([^/]+)$', 1)
            """
                    .formatted(BOOKINGS));

    public static final ViewSpec INVITEES = new ViewSpec(
            "webhook_invitee_fact",
            "An invitee: who, when booked, from where, and how it stands. Status rescheduled: moved to new_invitee",
            """
            WITH %s,
            "attributions" AS (
              SELECT "person_key", "meeting_id", min("channel") AS "channel", min("campaign") AS "campaign"
              FROM "bookings"
              WHERE "meeting_id" IS NOT NULL
              GROUP BY "person_key", "meeting_id"),
            "deliveries" AS (
              SELECT *,
                coalesce(
                  CASE "data_event"
                    WHEN 'invitee.canceled' THEN "data_payload_cancellation_created_at"
                    WHEN 'invitee_no_show.created' THEN "data_payload_no_show_created_at"
                    WHEN 'invitee_no_show.deleted' THEN "data_created_at"
                  END,
                  "data_payload_updated_at",
                  "data_created_at") AS "version",
                coalesce("data_payload_rescheduled", false) OR "data_payload_new_invitee" IS NOT NULL AS "moves"
              FROM "silver_fact_events"),
            "states" AS (
              SELECT "data_payload_uri" AS "uri",
                min("data_payload_created_at") AS "created_at",
                max("version") AS "updated_at",
                count(*) AS "deliveries",
                max("data_payload_old_invitee") AS "old_invitee",
                max("data_payload_new_invitee") AS "new_invitee",
                count_if("data_event" = 'invitee.canceled' AND "moves") AS "moves",
                max(CASE WHEN "data_event" = 'invitee.created' AND "data_payload_status" <> 'canceled'
                  THEN "version" END) AS "active_at",
                max(CASE WHEN "data_event" = 'invitee.canceled' AND NOT "moves" THEN "version" END) AS "canceled_at",
                max(CASE WHEN "data_event" = 'invitee_no_show.created' THEN "version" END) AS "no_show_at",
                max(CASE WHEN "data_event" = 'invitee_no_show.deleted' THEN "version" END) AS "cleared_at",
                max("data_payload_cancellation_reason") AS "cancel_reason",
                max("data_payload_cancellation_canceler_type") AS "canceler_type"
              FROM "deliveries"
              GROUP BY "data_payload_uri"),
            "successors" AS (
              SELECT "data_payload_old_invitee" AS "uri", max("data_payload_uri") AS "new_invitee"
              FROM "deliveries"
              WHERE "data_payload_old_invitee" IS NOT NULL
              GROUP BY "data_payload_old_invitee"),
            "newest" AS (
              SELECT * FROM (
                SELECT *, row_number() OVER (
                  PARTITION BY "data_payload_uri"
                  ORDER BY "version" DESC, "data_created_at" DESC, "delivery_id" DESC) AS "newest"
                FROM "deliveries")
              WHERE "newest" = 1)
            SELECT s."uri" AS "invitee_uri",
              n."invitee_id" AS "invitee_id",
              n."data_payload_scheduled_event_uri" AS "scheduled_event_uri",
              n."data_payload_scheduled_event_event_type" AS "event_type",
              n."person_key" AS "person_key",
              n."data_payload_name" AS "invitee_name",
              n."data_payload_timezone" AS "timezone",
              coalesce(a."channel", n."channel") AS "channel",
              CASE WHEN a."channel" IS NULL THEN n."campaign" ELSE a."campaign" END AS "campaign",
              n."data_payload_tracking_utm_source" AS "utm_source",
              n."data_payload_tracking_utm_medium" AS "utm_medium",
              n."data_payload_tracking_utm_campaign" AS "utm_campaign",
              n."data_payload_tracking_utm_content" AS "utm_content",
              n."data_payload_tracking_utm_term" AS "utm_term",
              n."booking_date" AS "booking_date",
              AS_UTC(s."created_at") AS "created_at",
              AS_UTC(s."updated_at") AS "updated_at",
              CASE
                WHEN s."moves" > 0 OR coalesce(s."new_invitee", x."new_invitee") IS NOT NULL THEN 'rescheduled'
                WHEN s."canceled_at" >= coalesce(s."active_at", s."canceled_at") THEN 'canceled'
                WHEN s."no_show_at" > s."cleared_at" OR s."cleared_at" IS NULL AND s."no_show_at" IS NOT NULL
                  THEN 'no_show'
                ELSE 'active'
              END AS "status",
              s."old_invitee" AS "old_invitee",
              coalesce(s."new_invitee", x."new_invitee") AS "new_invitee",
              AS_UTC(s."canceled_at") AS "canceled_at",
              s."cancel_reason" AS "cancel_reason",
              s."canceler_type" AS "canceler_type",
              AS_UTC(s."no_show_at") AS "no_show_at",
              n."data_payload_questions_and_answers" AS "questions_and_answers",
              s."deliveries" AS "webhooks_count"
            FROM "states" s
            JOIN "newest" n ON n."data_payload_uri" = s."uri"
            LEFT JOIN "successors" x ON x."uri" = s."uri"
            LEFT JOIN "attributions" a
              ON a."person_key" = n."person_key"
              AND a."meeting_id" = regexp_extract(n."data_payload_scheduled_event_uri", '([^/]+)$', 1)
            """
                    .formatted(BOOKINGS));

    public static final ViewSpec SPEND = new ViewSpec(
            "marketing_spend_fact",
            "What a channel cost on a day, as known now",
            """
            SELECT "spend_date", "channel", "spend", "as_of_date", "source_file", "revision",
              AS_UTC("ingestion_time") AS "ingestion_time"
            FROM (
              SELECT *, row_number() OVER (
                PARTITION BY "spend_date", "channel" ORDER BY "as_of_date" DESC, "revision" DESC) AS "newest"
              FROM "silver_fact_marketing")
            WHERE "newest" = 1
            """);

    public static final ViewSpec EVENT_TYPES = new ViewSpec(
            "event_type_dim",
            "An event type with its name and what it stands for, a row for each validity; those that are booked but not"
                    + " mapped have their row too",
            """
            WITH %s,
            "booked" AS (
              SELECT "event_type", "name", "bookings" FROM (
                SELECT "event_type", "event_type_name" AS "name",
                  count(*) OVER (PARTITION BY "event_type") AS "bookings",
                  row_number() OVER (
                    PARTITION BY "event_type" ORDER BY "booking_created_at" DESC, "booking_id" DESC) AS "newest"
                FROM "bookings")
              WHERE "newest" = 1)
            SELECT coalesce(d."event_type", b."event_type") AS "event_type",
              regexp_extract(coalesce(d."event_type", b."event_type"), '([^/]+)$', 1) AS "event_type_id",
              b."name" AS "event_type_name",
              coalesce(d."channel", 'others') AS "channel",
              d."campaign" AS "campaign",
              d."valid_from" AS "valid_from",
              d."valid_to" AS "valid_to",
              d."event_type" IS NOT NULL AS "is_mapped",
              coalesce(b."bookings", 0) AS "bookings_count"
            FROM "silver_event_type_dim" d
            FULL OUTER JOIN "booked" b ON b."event_type" = d."event_type"
            """
                    .formatted(BOOKINGS));

    private BookingViews() {}

    public static List<ViewSpec> all() {
        return List.of(SCHEDULED_EVENTS, INVITEES, SPEND, EVENT_TYPES);
    }
}
