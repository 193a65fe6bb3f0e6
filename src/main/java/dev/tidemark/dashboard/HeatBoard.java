package dev.tidemark.dashboard;

import dev.tidemark.table.TableSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** When meetings happen: by weekday and hour. */
final class HeatBoard {
    static final String TABLE = "gold_booking_time_analysis";
    private static final int DAYS_OF_WEEK = 7;

    private final LakeTables tables;
    private final TableSpec table;

    /**
     * The board.
     *
     * @param cells weekdays and hours with meetings
     */
    record Heat(List<Cell> cells, String note) {}

    /**
     * Meetings that begin in one hour of one weekday.
     *
     * @param weekday 1 = Monday to 7 = Sunday, as in ISO 8601
     * @param hour 0 to 23
     */
    record Cell(String channel, int weekday, int hour, long meetings) {}

    HeatBoard(LakeTables tables) {
        this.tables = tables;
        this.table = tables.spec(TABLE);
    }

    Heat of(Query query) throws IOException {
        query.day("from");
        query.day("to");
        List<Cell> cells = new ArrayList<>();
        KeptRows rows = tables.kept(table).orElse(null);
        if (rows != null) {
            int channel = rows.ordinal("channel");
            int weekday = rows.ordinal("booking_day_of_week");
            int hour = rows.ordinal("booking_hour");
            int count = rows.ordinal("bookings_count");
            rows.forEach(row -> cells.add(new Cell(
                    (String) row[channel], iso((Integer) row[weekday]), (Integer) row[hour], (Long) row[count])));
        }
        TreeSet<String> known = new TreeSet<>();
        cells.forEach(c -> known.add(c.channel()));
        Collection<String> asked = known.isEmpty() ? query.all("channel") : Channels.of(query, known);
        cells.removeIf(c -> !asked.contains(c.channel()));
        cells.sort(
                Comparator.comparing(Cell::channel).thenComparing(Cell::weekday).thenComparing(Cell::hour));
        return new Heat(
                cells,
                "All meetings that are not canceled, also those to come; the table has no day, so no range applies");
    }

    /** The table counts from 1 = Sunday. */
    private static int iso(int dayOfWeek) {
        return (dayOfWeek + DAYS_OF_WEEK - 2) % DAYS_OF_WEEK + 1;
    }
}
