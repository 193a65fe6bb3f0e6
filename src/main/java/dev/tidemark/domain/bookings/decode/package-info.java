/** Reads the body of a Calendly webhook, writes a checked event with its Silver row, or everything wrong with it. */
package dev.tidemark.domain.bookings.decode;
