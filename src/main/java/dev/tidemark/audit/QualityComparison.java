package dev.tidemark.audit;

import dev.tidemark.table.TableSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares the data-quality table. Which of several deliveries of one key was the first depends on the order in which the
 * job happened to read them, so by hour only their sum is compared, and the split over the whole table.
 */
final class QualityComparison {
    private static final String[] BY_ORDER = {"accepted", "duplicates", "superseded", "watermark", "is_final"};

    private QualityComparison() {}

    static List<Difference> differences(TableSpec table, List<Object[]> found, List<Object[]> expected) {
        List<Difference> differences =
                new ArrayList<>(Comparison.without(table, BY_ORDER).differences(found, expected, expected));
        int accepted = table.ordinal("accepted");
        int superseded = table.ordinal("superseded");
        int duplicates = table.ordinal("duplicates");
        compare(table, "accepted + superseded", found, expected, differences, accepted, superseded);
        compare(table, "duplicates", found, expected, differences, duplicates);
        return differences;
    }

    private static void compare(
            TableSpec table,
            String what,
            List<Object[]> found,
            List<Object[]> expected,
            List<Difference> differences,
            int... columns) {
        long is = sum(found, columns);
        long should = sum(expected, columns);
        if (is != should) {
            differences.add(new Difference(table.name(), "(all rows)", what, Long.toString(is), Long.toString(should)));
        }
    }

    private static long sum(List<Object[]> rows, int... columns) {
        long sum = 0;
        for (Object[] row : rows) {
            for (int c : columns) {
                sum += (Long) row[c];
            }
        }
        return sum;
    }
}
