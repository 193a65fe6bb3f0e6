package dev.tidemark.delta;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Learns from the files of a table which columns are worth a dictionary: where nearly every value is another, a
 * dictionary is built only to be thrown away, and its values are encoded twice.
 *
 * <p>Safe for use by several threads: a table's files may be written by more than one.
 */
final class Dictionaries {
    /** A column is tried again after so many files without. */
    private static final int FILES_WITHOUT = 64;

    private final Map<String, Integer> filesWithout = new HashMap<>();

    /** @param columns those that never get one; a nested one by its path, with dots */
    Dictionaries(List<String> columns) {
        columns.forEach(c -> filesWithout.put(c, Integer.MAX_VALUE));
    }

    /** The columns to be written without a dictionary in the next file. */
    synchronized Set<String> columnsWithout() {
        return new HashSet<>(filesWithout.keySet());
    }

    /**
     * Learns from a file that was just written.
     *
     * @param used whether it uses a dictionary for the column
     */
    synchronized void learn(String column, boolean used) {
        if (!used) {
            filesWithout.merge(column, FILES_WITHOUT, (left, first) -> left > 1 ? left - 1 : null);
        }
    }
}
