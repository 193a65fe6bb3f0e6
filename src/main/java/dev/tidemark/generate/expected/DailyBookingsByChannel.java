package dev.tidemark.generate.expected;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeSet;

/** A day with any booking has a row for each known channel, zeros included. */
final class DailyBookingsByChannel implements ExpectedTable {
    @Override
    public String name() {
        return "gold_daily_bookings_by_channel";
    }

    @Override
    public List<Map<String, Object>> rows(GroundTruth truth) {
        NavigableMap<DayChannel, Outcomes> outcomes = Outcomes.byDayAndChannel(truth);
        SortedSet<LocalDate> days = new TreeSet<>();
        outcomes.keySet().forEach(key -> days.add(key.day()));
        List<Map<String, Object>> rows = new ArrayList<>();
        for (LocalDate day : days) {
            for (String channel : truth.knownChannels()) {
                Outcomes o = outcomes.getOrDefault(new DayChannel(day, channel), Outcomes.NONE);
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("booking_date", day);
                row.put("channel", channel);
                row.put("bookings_count", o.bookings());
                row.put("reschedules_count", o.reschedules());
                row.put("cancellations_count", o.cancellations());
                row.put("no_shows_count", o.noShows());
                row.put("held_count", o.held());
                row.put("net_bookings_count", o.net());
                row.put("unique_people_count", o.people());
                row.put("booking_week", GroundTruth.isoWeek(day));
                row.put("is_final", truth.isPast(day) && !o.anyOpen());
                rows.add(row);
            }
        }
        return rows;
    }
}
