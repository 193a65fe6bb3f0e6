package dev.tidemark.domain.bookings;

import dev.tidemark.contract.GoldFact;
import java.util.List;

/**
 * There is a booking on that day, so that every known channel has a row for it, with zeros where it has no booking. One
 * fact for each booking.
 *
 * @param bookingDay the day, since 1970-01-01
 * @param knownChannels the channels of the mapping and {@code others}
 */
public record BookedDay(int bookingDay, List<String> knownChannels) implements GoldFact {}
