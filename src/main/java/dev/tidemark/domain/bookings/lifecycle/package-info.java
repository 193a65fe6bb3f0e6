/**
 * Reads accepted webhooks of one person, writes the changes of the person's bookings. The rules are pure; {@code
 * FollowBookings} runs them in keyed state.
 */
package dev.tidemark.domain.bookings.lifecycle;
