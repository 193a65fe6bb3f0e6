/** The mapping of event types to channels and campaigns: its file, its validity, its broadcast to the lifecycle. */
package dev.tidemark.domain.bookings.reference;
