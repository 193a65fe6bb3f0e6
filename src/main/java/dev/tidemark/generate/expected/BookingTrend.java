package dev.tidemark.generate.expected;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Every day from the first to the last with a booking, for each known channel, whether or not it had one that day. */
final class BookingTrend implements ExpectedTable {
    @Override
    public String name() {
        return "gold_booking_trend";
    }

    @Override
    public List<Map<String, Object>> rows(GroundTruth truth) {
        NavigableMap<DayChannel, Integer> bookings = new TreeMap<>();
        truth.forEachBooking(b -> bookings.merge(new DayChannel(b.bookingDate(), b.channel()), 1, Integer::sum));
        List<Map<String, Object>> rows = new ArrayList<>();
        if (bookings.isEmpty()) {
            return rows;
        }
        LocalDate first = bookings.firstKey().day();
        LocalDate end = bookings.lastKey().day().plusDays(1);
        for (LocalDate day = first; day.isBefore(end); day = day.plusDays(1)) {
            long days = ChronoUnit.DAYS.between(first, day) + 1;
            for (String channel : truth.knownChannels()) {
                long week = sum(bookings, channel, day.minusDays(6), day);
                long weekBefore = sum(bookings, channel, day.minusDays(13), day.minusDays(7));
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("booking_date", day);
                row.put("channel", channel);
                row.put("bookings_count", (int) sum(bookings, channel, day, day));
                row.put("average_7d", ratio(week, Math.min(7, days)));
                row.put("average_30d", ratio(sum(bookings, channel, day.minusDays(29), day), Math.min(30, days)));
                row.put("cumulative", (int) sum(bookings, channel, first, day));
                row.put("change_vs_previous_week", days < 14 ? null : ratio(week - weekBefore, weekBefore));
                rows.add(row);
            }
        }
        return rows;
    }

    private static long sum(Map<DayChannel, Integer> bookings, String channel, LocalDate from, LocalDate to) {
        long sum = 0;
        for (LocalDate day = from; !day.isAfter(to); day = day.plusDays(1)) {
            sum += bookings.getOrDefault(new DayChannel(day, channel), 0);
        }
        return sum;
    }

    private static BigDecimal ratio(long part, long whole) {
        return UnitCost.share(BigDecimal.valueOf(part), BigDecimal.valueOf(whole));
    }
}
