package dev.tidemark.domain.bookings.kpi;

import dev.tidemark.contract.CellKey;
import dev.tidemark.table.TableSpec;
import java.util.Map;

/**
 * The days that bookings and spend both cover: from the later of the two first days to the earlier of the two last ones.
 *
 * @param first the first day, or null if there is none
 * @param last the last day, or null likewise
 */
record Coverage(Integer first, Integer last) {

    /**
     * The days covered by a group's cells.
     *
     * @param bookings the measure that is above 0 where a day has bookings
     * @param spendRows the measure that is above 0 where a day has spend
     */
    static Coverage of(Map<CellKey, long[]> cells, int bookings, int spendRows) {
        int firstBooking = Integer.MAX_VALUE;
        int lastBooking = Integer.MIN_VALUE;
        int firstSpend = Integer.MAX_VALUE;
        int lastSpend = Integer.MIN_VALUE;
        for (Map.Entry<CellKey, long[]> e : cells.entrySet()) {
            int day = e.getKey().day();
            if (e.getValue()[bookings] > 0) {
                firstBooking = Math.min(firstBooking, day);
                lastBooking = Math.max(lastBooking, day);
            }
            if (e.getValue()[spendRows] > 0) {
                firstSpend = Math.min(firstSpend, day);
                lastSpend = Math.max(lastSpend, day);
            }
        }
        int first = Math.max(firstBooking, firstSpend);
        int last = Math.min(lastBooking, lastSpend);
        return first <= last ? new Coverage(first, last) : new Coverage(null, null);
    }

    /** The days that a row says it covers, in its columns {@code first_date} and {@code last_date}. */
    static Coverage of(Object[] row, TableSpec table) {
        return new Coverage((Integer) row[table.ordinal("first_date")], (Integer) row[table.ordinal("last_date")]);
    }

    boolean contains(int day) {
        return first != null && day >= first && day <= last;
    }
}
