package dev.tidemark.dashboard;

import dev.tidemark.contract.ReportingTime;
import dev.tidemark.delta.TableReader;
import dev.tidemark.table.Column;
import dev.tidemark.table.ColumnType;
import dev.tidemark.table.TableSpec;
import dev.tidemark.table.Values;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Which rows of a table a request asks for, in which order, with which columns.
 *
 * @param table the table
 * @param equal by column, the values that a row may have, null among them
 * @param day the column that the range is of, or null for no range
 * @param least the range's first value, of the class of that column; null for no bound
 * @param greatest its last value, likewise
 * @param columns what to write of a row
 * @param sort by what to sort, the first first
 * @param limit how many rows at most
 * @param offset how many rows to leave out first
 * @param format how to write them
 */
record RowQuery(
        TableSpec table,
        Map<Column, List<Object>> equal,
        Column day,
        Object least,
        Object greatest,
        List<Column> columns,
        List<Order> sort,
        int limit,
        int offset,
        Format format) {
    private static final List<String> RESERVED = List.of("from", "to", "columns", "sort", "limit", "offset", "format");
    private static final int DEFAULT_LIMIT = 1_000;
    private static final int MOST_ROWS = 50_000;
    private static final int MOST_OFFSET = 10_000_000;

    /** How rows are written. */
    enum Format {
        JSON,
        CSV,
        PARQUET
    }

    /** A column to sort by. */
    record Order(Column column, boolean descending) {}

    /** @throws ApiException if the request asks for what the table does not have */
    static RowQuery of(TableSpec table, Query query, ReportingTime time) {
        refuseUnknown(table, query);
        Column day = null;
        Object least = null;
        Object greatest = null;
        if (query.one("from").isPresent() || query.one("to").isPresent()) {
            day = dayColumn(table)
                    .orElseThrow(() -> ApiException.badRequest(
                            table.name() + " has no day to apply from and to on; leave them out"));
            Integer from = query.day("from").orElse(null);
            Integer to = query.day("to").orElse(null);
            if (from != null && to != null && from > to) {
                throw ApiException.badRequest("the range begins after its end; exchange from and to");
            }
            boolean isDate = day.type().kind() == ColumnType.Kind.DATE;
            least = from == null || isDate ? from : (Object) time.dayStart(from);
            greatest = to == null || isDate ? to : (Object) (time.dayEnd(to) - 1);
        }
        Format format = format(query);
        if (format != Format.JSON
                && (query.one("limit").isPresent() || query.one("offset").isPresent())) {
            throw ApiException.badRequest("a download has every row that matches; leave limit and offset out");
        }
        return new RowQuery(
                table,
                equal(table, query),
                day,
                least,
                greatest,
                columns(table, query),
                sort(table, query),
                format == Format.JSON ? query.number("limit", DEFAULT_LIMIT, 1, MOST_ROWS) : Integer.MAX_VALUE,
                query.number("offset", 0, 0, MOST_OFFSET),
                format);
    }

    private static void refuseUnknown(TableSpec table, Query query) {
        List<String> known = new ArrayList<>(RESERVED);
        table.columns().forEach(c -> known.add(c.name()));
        query.allow(known.toArray(new String[0]));
    }

    private static Format format(Query query) {
        String text = query.one("format").orElse("json");
        return Arrays.stream(Format.values())
                .filter(f -> f.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() -> ApiException.badRequest(
                        "the format " + Query.quote(text) + " is not known; it is json, csv or parquet"));
    }

    private static Map<Column, List<Object>> equal(TableSpec table, Query query) {
        Map<Column, List<Object>> equal = new LinkedHashMap<>();
        for (Column c : table.columns()) {
            List<Object> values = new ArrayList<>();
            for (String text : query.all(c.name())) {
                try {
                    values.add(text.isEmpty() ? null : Values.parse(c.type(), text));
                } catch (IllegalArgumentException e) {
                    throw ApiException.badRequest(
                            "the filter " + c.name() + " is " + Query.quote(text) + ", which is no " + c.type());
                }
            }
            if (!values.isEmpty()) {
                if (c.type().kind() == ColumnType.Kind.ARRAY || c.type().kind() == ColumnType.Kind.STRUCT) {
                    throw ApiException.badRequest(c.name() + " is " + c.type() + ": it can't be filtered by");
                }
                equal.put(c, values);
            }
        }
        return equal;
    }

    private static List<Column> columns(TableSpec table, Query query) {
        String text = query.one("columns").orElse(null);
        if (text == null) {
            return table.columns();
        }
        return Arrays.stream(text.split(",", -1))
                .distinct()
                .map(name -> column(table, name, "columns"))
                .toList();
    }

    private static List<Order> sort(TableSpec table, Query query) {
        String text = query.one("sort").orElse(null);
        if (text == null) {
            return List.of();
        }
        return Arrays.stream(text.split(",", -1))
                .map(name -> name.startsWith("-")
                        ? new Order(column(table, name.substring(1), "sort"), true)
                        : new Order(column(table, name, "sort"), false))
                .toList();
    }

    private static Column column(TableSpec table, String name, String parameter) {
        if (!table.hasColumn(name)) {
            throw ApiException.badRequest("the parameter " + parameter + " names " + Query.quote(name) + "; "
                    + table.name() + " has: "
                    + String.join(
                            ", ", table.columns().stream().map(Column::name).toList()));
        }
        return table.column(name);
    }

    /** The day that rows are kept by, or else the first day or instant of the key. */
    private static Optional<Column> dayColumn(TableSpec table) {
        return table.partitionBy().stream()
                .map(table::column)
                .filter(c -> c.type().kind() == ColumnType.Kind.DATE)
                .findFirst()
                .or(() -> table.key().stream()
                        .map(table::column)
                        .filter(c -> c.type().kind() == ColumnType.Kind.DATE
                                || c.type().kind() == ColumnType.Kind.TIMESTAMP)
                        .findFirst());
    }

    /** A reader of the rows alone that can match, as far as a reader can tell. */
    TableReader narrow(TableReader reader) {
        TableReader narrowed = reader;
        for (Map.Entry<Column, List<Object>> e : equal.entrySet()) {
            if (e.getValue().size() == 1) {
                narrowed = narrowed.where(e.getKey().name(), e.getValue().get(0));
            }
        }
        return day == null ? narrowed : narrowed.between(day.name(), least, greatest);
    }

    /** Whether a row of the table matches. */
    boolean matches(Object[] row) {
        for (Map.Entry<Column, List<Object>> e : equal.entrySet()) {
            Object found = row[table.ordinal(e.getKey().name())];
            if (e.getValue().stream().noneMatch(wanted -> same(wanted, found))) {
                return false;
            }
        }
        if (day == null) {
            return true;
        }
        Object value = row[table.ordinal(day.name())];
        return value != null
                && (least == null || Values.compare(value, least) >= 0)
                && (greatest == null || Values.compare(value, greatest) <= 0);
    }

    private static boolean same(Object a, Object b) {
        return a instanceof BigDecimal x && b instanceof BigDecimal y ? x.compareTo(y) == 0 : Objects.equals(a, b);
    }

    /** The asked order, and by key where that leaves rows equal: so pages never overlap. */
    Comparator<Object[]> order() {
        Comparator<Object[]> order = null;
        for (Order o : sort) {
            Comparator<Object[]> by = Values.byColumns(table.ordinal(o.column().name()));
            by = o.descending() ? by.reversed() : by;
            order = order == null ? by : order.thenComparing(by);
        }
        Comparator<Object[]> byKey = Values.byColumns(table.keyOrdinals());
        return order == null ? byKey : order.thenComparing(byKey);
    }
}
