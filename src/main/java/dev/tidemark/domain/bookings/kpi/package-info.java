/** The Gold tables of the bookings domain: one file each, listed in {@code BookingGold}. Pure: no state, no Flink. */
package dev.tidemark.domain.bookings.kpi;
