/** Reads spend files, writes Bronze rows, accepted revisions of spend, and what they contribute to Gold. */
package dev.tidemark.domain.bookings.spend;
