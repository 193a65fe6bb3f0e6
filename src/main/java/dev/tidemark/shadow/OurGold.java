package dev.tidemark.shadow;

import dev.tidemark.shadow.Cells.DayChannel;
import dev.tidemark.shadow.Cells.Slot;
import java.math.BigDecimal;
import java.util.Map;

/**
 * What our Gold tables say.
 *
 * @param bookings {@code bookings_count} of the daily table
 * @param netBookings its {@code net_bookings_count}
 * @param channels the channel attribution by channel
 * @param dailySpend by channel, {@code total_spend} of the daily cost table over all days
 * @param slots {@code bookings_count} of the time analysis
 * @param meetings {@code total_meetings_count} by host, or null if the lake has no such table
 */
public record OurGold(
        Map<DayChannel, BigDecimal> bookings,
        Map<DayChannel, BigDecimal> netBookings,
        Map<String, Channel> channels,
        Map<String, BigDecimal> dailySpend,
        Map<Slot, BigDecimal> slots,
        Map<String, BigDecimal> meetings) {

    /**
     * A row of {@code gold_channel_attribution}.
     *
     * @param bookings {@code total_bookings_count}, of the covered days
     * @param spend {@code total_spend} of the covered days, in USD
     * @param cpb cost per booking, or null
     * @param net {@code net_bookings_count} of the covered days
     * @param rankByVolume rank by bookings
     * @param rankByCpb rank by cost
     * @param firstDay the first covered day, since 1970-01-01, or null
     * @param lastDay the last one, or null
     */
    public record Channel(
            long bookings,
            BigDecimal spend,
            BigDecimal cpb,
            long net,
            int rankByVolume,
            int rankByCpb,
            Integer firstDay,
            Integer lastDay) {}
}
