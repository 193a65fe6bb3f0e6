package dev.tidemark.audit;

import java.util.List;
import java.util.Map;

/**
 * What a Gold row is made of and how it came to be. Values are texts as tables print them; a map goes from column to
 * value, in the table's order.
 *
 * @param table the table
 * @param row the row as it stands
 * @param bookings the bookings that are counted in it, in the order they were made
 * @param meetings how many different meetings they are
 * @param spend the days of spend that are counted in it, in order
 * @param totals what the parts add up to
 * @param differences where the row is not what the ledger and the revisions of spend give; empty when all is well
 * @param history the row's versions, the newest first
 * @param historyComplete whether the history goes back to the row's first version
 */
public record Explanation(
        String table,
        Map<String, String> row,
        List<Booking> bookings,
        int meetings,
        List<Spend> spend,
        Totals totals,
        List<Difference> differences,
        List<Version> history,
        boolean historyComplete) {

    /**
     * One booking.
     *
     * @param status where it stands now
     * @param ledger its rows of the ledger, the oldest first
     */
    public record Booking(String bookingId, String status, List<Map<String, String>> ledger) {}

    /**
     * What a channel cost on a day.
     *
     * @param amount the amount that counts, in USD
     * @param revisions its rows of {@code silver_fact_marketing}, the oldest first
     */
    public record Spend(String date, String channel, String amount, List<Map<String, String>> revisions) {}

    /**
     * Sums over the parts.
     *
     * @param bookings bookings, of which the other numbers tell some
     * @param spend US dollars
     */
    public record Totals(
            long bookings, long reschedules, long canceled, long noShows, long held, int people, String spend) {}

    /**
     * One version of the row.
     *
     * @param version version of the Delta table
     * @param committedAt when it was committed, ISO 8601
     * @param changes the columns that it changed; of the first version, all columns
     */
    public record Version(long version, String committedAt, List<Change> changes) {}

    /** A column that changed; null for no value. */
    public record Change(String column, String before, String after) {}
}
