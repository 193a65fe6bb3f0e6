package dev.tidemark.generate.expected;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** New bookings by the hour they were made in; an hour starts where the reporting zone's clock strikes. */
final class HourlyBookingsByChannel implements ExpectedTable {
    private record HourChannel(Instant hour, String channel) {}

    @Override
    public String name() {
        return "gold_hourly_bookings_by_channel";
    }

    @Override
    public List<Map<String, Object>> rows(GroundTruth truth) {
        Map<HourChannel, Integer> counts =
                new TreeMap<>(Comparator.comparing(HourChannel::hour).thenComparing(HourChannel::channel));
        truth.forEachBooking(b -> {
            Instant hour = b.bookedAt()
                    .atZone(truth.reportingZone())
                    .truncatedTo(ChronoUnit.HOURS)
                    .toInstant();
            counts.merge(new HourChannel(hour, b.channel()), 1, Integer::sum);
        });
        List<Map<String, Object>> rows = new ArrayList<>();
        counts.forEach((key, count) -> {
            LocalDate day = truth.day(key.hour());
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("booking_hour", key.hour());
            row.put("channel", key.channel());
            row.put("total_bookings", count);
            row.put("booking_date", day);
            row.put("booking_week", GroundTruth.isoWeek(day));
            row.put("is_final", truth.isPast(key.hour().plus(Duration.ofHours(1))));
            rows.add(row);
        });
        return rows;
    }
}
