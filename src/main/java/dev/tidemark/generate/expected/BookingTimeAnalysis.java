package dev.tidemark.generate.expected;

import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Meetings by the weekday and hour they start at, canceled ones left out; a no-show is a meeting. */
final class BookingTimeAnalysis implements ExpectedTable {
    private record Slot(String channel, int dayOfWeek, int hour) {}

    @Override
    public String name() {
        return "gold_booking_time_analysis";
    }

    @Override
    public List<Map<String, Object>> rows(GroundTruth truth) {
        Map<Slot, Integer> counts = new TreeMap<>(Comparator.comparing(Slot::channel)
                .thenComparingInt(Slot::dayOfWeek)
                .thenComparingInt(Slot::hour));
        truth.forEachBooking(b -> {
            if (b.status() != Status.CANCELED && b.meetingStart() != null) {
                ZonedDateTime start = b.meetingStart().atZone(truth.reportingZone());
                // 1 = Sunday ... 7 = Saturday, where java.time has 1 = Monday ... 7 = Sunday
                int dayOfWeek = start.getDayOfWeek().getValue() % 7 + 1;
                counts.merge(new Slot(b.channel(), dayOfWeek, start.getHour()), 1, Integer::sum);
            }
        });
        List<Map<String, Object>> rows = new ArrayList<>();
        counts.forEach((slot, count) -> {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("channel", slot.channel());
            row.put("booking_day_of_week", slot.dayOfWeek());
            row.put("booking_hour", slot.hour());
            row.put("bookings_count", count);
            rows.add(row);
        });
        return rows;
    }
}
