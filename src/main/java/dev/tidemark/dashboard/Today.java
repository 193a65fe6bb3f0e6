package dev.tidemark.dashboard;

import java.time.LocalDate;
import java.time.ZoneOffset;

/** Where a range ends that does not say. */
final class Today {
    private Today() {}

    /** The newest day with bookings; without any, the newest with spend; in an empty lake, today. */
    static int newestDay(Figures figures) {
        return figures.booked().or(figures::known).map(DayRange::last).orElseGet(() ->
                (int) LocalDate.now(ZoneOffset.UTC).toEpochDay());
    }
}
