/**
 * Reads the history of bookings from Calendly's REST API, sweep after sweep, writes envelopes whose bodies have the form
 * of webhooks. {@code CalendlyHistory} is the source, {@code Sweeper} reads a sweep, {@code InviteeBodies} says what an
 * invitee becomes, {@code ApiClient} and {@code RequestPace} stay within the API's limits.
 */
package dev.tidemark.ingest.calendly;
