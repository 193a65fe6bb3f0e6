package dev.tidemark.generate.expected;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The event types that bookings were made for, and whether the mapping covers them. */
final class EventTypesSeen implements ExpectedTable {

    @Override
    public String name() {
        return "event_types_seen";
    }

    @Override
    public List<Map<String, Object>> rows(GroundTruth truth) {
        Map<String, List<ExpectedBooking>> byType = new TreeMap<>();
        truth.forEachBooking(b ->
                byType.computeIfAbsent(b.eventType(), t -> new ArrayList<>()).add(b));
        List<Map<String, Object>> rows = new ArrayList<>();
        byType.forEach((type, bookings) -> {
            long unmapped = bookings.stream().filter(b -> !b.mapped()).count();
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("event_type", type);
            row.put("event_type_name", bookings.get(0).eventTypeName());
            row.put(
                    "first_seen",
                    bookings.stream()
                            .map(ExpectedBooking::bookingDate)
                            .min(LocalDate::compareTo)
                            .orElseThrow());
            row.put(
                    "last_seen",
                    bookings.stream()
                            .map(ExpectedBooking::bookingDate)
                            .max(LocalDate::compareTo)
                            .orElseThrow());
            row.put("bookings_count", bookings.size());
            row.put("unmapped_count", (int) unmapped);
            row.put("is_mapped", unmapped == 0);
            rows.add(row);
        });
        return rows;
    }
}
