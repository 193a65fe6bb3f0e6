package dev.tidemark.domain.bookings.lifecycle;

import dev.tidemark.domain.bookings.BookingView;
import java.util.Set;

/**
 * A booking as it stands, and the invitees that it consists of.
 *
 * @param view the booking
 * @param members ids of the invitees of its chain, unseen ones included
 * @param location tells the places of its meeting apart
 */
record Booking(BookingView view, Set<String> members, int location) {}
