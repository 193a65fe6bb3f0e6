package dev.tidemark.audit;

/**
 * A row of a Gold table that is not what Bronze says.
 *
 * @param table the table
 * @param key the row's key, such as {@code booking_date=2026-01-15 channel=facebook}
 * @param column the column that differs, or null if the whole row is missing or should not be there
 * @param found what the lake has, or null for no row or no value
 * @param expected what follows from Bronze, or null likewise
 */
public record Difference(String table, String key, String column, String found, String expected) {

    @Override
    public String toString() {
        if (column == null) {
            return table + " " + key + ": the row "
                    + (found == null ? "is missing: " + expected : "should not be: " + found);
        }
        return table + " " + key + ": " + column + " is " + found + ", but follows as " + expected;
    }
}
