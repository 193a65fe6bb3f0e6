package dev.tidemark.audit;

import dev.tidemark.table.Column;
import dev.tidemark.table.TableSpec;
import dev.tidemark.table.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Compares the rows that a Gold table has with those that follow from Bronze. */
final class Comparison {
    private static final String WRITE_TIME = "updated_at";

    private final TableSpec table;
    private final Set<String> passedOver;

    private Comparison(TableSpec table, Set<String> passedOver) {
        this.table = table;
        this.passedOver = passedOver;
    }

    /** Compares all columns but the time of writing. */
    static Comparison of(TableSpec table) {
        return new Comparison(table, Set.of(WRITE_TIME));
    }

    /** Compares all columns but the time of writing and some others. */
    static Comparison without(TableSpec table, String... columns) {
        return new Comparison(table, Set.copyOf(plus(columns)));
    }

    private static List<String> plus(String... columns) {
        List<String> all = new ArrayList<>(List.of(columns));
        all.add(WRITE_TIME);
        return all;
    }

    /**
     * What differs.
     *
     * @param found the table's rows
     * @param expected the rows as of the recorded watermark
     * @param later the rows as of the latest event time there can have been: a row may be as either has it
     */
    List<Difference> differences(List<Object[]> found, List<Object[]> expected, List<Object[]> later) {
        List<Difference> differences = new ArrayList<>();
        Map<String, Map<String, String>> is = byKey(
                found, (key, row) -> differences.add(new Difference(table.name(), key, null, row.toString(), null)));
        Map<String, Map<String, String>> should = byKey(expected, this::refuse);
        Map<String, Map<String, String>> may = byKey(later, this::refuse);
        should.forEach((key, row) -> {
            Map<String, String> has = is.remove(key);
            if (has == null) {
                differences.add(new Difference(table.name(), key, null, null, row.toString()));
            } else if (!has.equals(row) && !has.equals(may.get(key))) {
                row.forEach((column, value) -> {
                    if (!Objects.equals(value, has.get(column))) {
                        differences.add(new Difference(table.name(), key, column, has.get(column), value));
                    }
                });
            }
        });
        is.forEach((key, row) -> differences.add(new Difference(table.name(), key, null, row.toString(), null)));
        return differences;
    }

    private void refuse(String key, Map<String, String> row) {
        throw new IllegalStateException("table " + table.name() + " is computed with two rows of " + key);
    }

    /** @param surplus takes the second and further rows of a key */
    private Map<String, Map<String, String>> byKey(
            List<Object[]> rows, BiConsumer<String, Map<String, String>> surplus) {
        Map<String, Map<String, String>> byKey = new TreeMap<>();
        for (Object[] row : rows) {
            StringBuilder key = new StringBuilder();
            Map<String, String> values = new LinkedHashMap<>();
            for (int i = 0; i < row.length; i++) {
                Column c = table.columns().get(i);
                String text = Values.format(c.type(), row[i]);
                if (table.key().contains(c.name())) {
                    key.append(key.isEmpty() ? "" : " ")
                            .append(c.name())
                            .append('=')
                            .append(text);
                } else if (!passedOver.contains(c.name())) {
                    values.put(c.name(), text);
                }
            }
            if (byKey.putIfAbsent(key.toString(), values) != null) {
                surplus.accept(key.toString(), values);
            }
        }
        return byKey;
    }
}
