/**
 * The bookings domain: Calendly webhooks and ad spend to Silver events, the booking ledger and the Gold tables. Decoding
 * is in {@code decode}, the life of a booking in {@code lifecycle}, spend in {@code spend}, the event-type mapping in
 * {@code reference}, the Gold tables in {@code kpi}.
 */
package dev.tidemark.domain.bookings;
