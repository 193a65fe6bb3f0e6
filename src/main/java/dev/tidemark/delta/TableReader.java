package dev.tidemark.delta;

import dev.tidemark.table.Column;
import dev.tidemark.table.ColumnType;
import dev.tidemark.table.Values;
import io.delta.kernel.Snapshot;
import io.delta.kernel.data.Row;
import io.delta.kernel.expressions.And;
import io.delta.kernel.expressions.Predicate;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * One version of a table, to be read. Everything about it comes from its log, so any Delta table can be read: types that
 * {@link ColumnType} does not have (binary floating point, maps, bytes, times without a zone) are read as text.
 *
 * <pre>{@code
 * try (TableRows rows = lake.read("gold_cpb_by_channel").where("channel", "tiktok").rows()) {
 *     while (rows.hasNext()) { Object[] row = rows.next(); ... }
 * }
 * }</pre>
 */
public final class TableReader {
    private final LakeEngine engine;
    private final Snapshot snapshot;
    private final List<Column> columns;
    private final Map<Integer, Object> filter;
    private final Map<Integer, Range> ranges;
    private final Optional<Set<String>> only;

    /** Least and greatest value, both included; null for no bound. */
    private record Range(Object least, Object greatest) {
        boolean has(Object value) {
            return value != null
                    && (least == null || Values.compare(value, least) >= 0)
                    && (greatest == null || Values.compare(value, greatest) <= 0);
        }
    }

    TableReader(LakeEngine engine, Snapshot snapshot) {
        this(engine, snapshot, DeltaSchema.columns(snapshot.getSchema()), Map.of(), Map.of(), Optional.empty());
    }

    private TableReader(
            LakeEngine engine,
            Snapshot snapshot,
            List<Column> columns,
            Map<Integer, Object> filter,
            Map<Integer, Range> ranges,
            Optional<Set<String>> only) {
        this.only = only;
        this.ranges = ranges;
        this.engine = engine;
        this.snapshot = snapshot;
        this.columns = columns;
        this.filter = filter;
    }

    public long version() {
        return snapshot.getVersion();
    }

    /** The columns, in the order of the values in a row. */
    public List<Column> columns() {
        return columns;
    }

    public List<String> partitionBy() {
        return snapshot.getPartitionColumnNames();
    }

    /**
     * The same table, with only the rows where a column has a value. Partitions and files that can't hold such rows are
     * not read.
     *
     * @param value of the class that the column's {@link ColumnType} names; null for rows without a value
     * @throws IllegalArgumentException if there is no such column, or the value is not of its class
     */
    public TableReader where(String column, Object value) {
        int ordinal = ordinal(column);
        requireComparable(ordinal, value);
        Map<Integer, Object> narrowed = new LinkedHashMap<>(filter);
        narrowed.put(ordinal, value);
        return new TableReader(engine, snapshot, columns, narrowed, ranges, only);
    }

    /**
     * The same table, with only the rows where a column has a value between two, both included. Partitions and files that
     * can't hold such rows are not read.
     *
     * @param least of the class that the column's {@link ColumnType} names; null for no lower bound
     * @param greatest likewise, for the upper bound
     * @throws IllegalArgumentException if there is no such column, or a bound is not of its class
     */
    public TableReader between(String column, Object least, Object greatest) {
        int ordinal = ordinal(column);
        requireComparable(ordinal, least);
        requireComparable(ordinal, greatest);
        Map<Integer, Range> narrowed = new LinkedHashMap<>(ranges);
        narrowed.put(ordinal, new Range(least, greatest));
        return new TableReader(engine, snapshot, columns, filter, narrowed, only);
    }

    /**
     * The same table, with only some columns read; a row has its width, and the values of the others may be null in it.
     *
     * @throws IllegalArgumentException if there is no such column
     */
    public TableReader only(Set<String> wanted) {
        wanted.forEach(this::ordinal);
        return new TableReader(engine, snapshot, columns, filter, ranges, Optional.of(Set.copyOf(wanted)));
    }

    private int ordinal(String column) {
        int ordinal = columns.stream().map(Column::name).toList().indexOf(column);
        if (ordinal < 0) {
            throw new IllegalArgumentException("there is no column '" + column + "'; the columns are: "
                    + String.join(", ", columns.stream().map(Column::name).toList()));
        }
        return ordinal;
    }

    private void requireComparable(int ordinal, Object value) {
        Column column = columns.get(ordinal);
        if (value != null && !valueClass(column.type()).isInstance(value)) {
            throw new IllegalArgumentException("column " + column.name() + " is " + column.type()
                    + ": can't compare it with " + value + " of "
                    + value.getClass().getName());
        }
    }

    private static Class<?> valueClass(ColumnType type) {
        return switch (type.kind()) {
            case STRING -> String.class;
            case INT, DATE -> Integer.class;
            case LONG, TIMESTAMP -> Long.class;
            case BOOLEAN -> Boolean.class;
            case DECIMAL -> BigDecimal.class;
            case ARRAY, STRUCT -> throw new IllegalArgumentException("can't compare with a value of " + type);
        };
    }

    /** Begins to read. */
    public TableRows rows() throws IOException {
        SnapshotScan scan = scan();
        return new TableRows(scan, scan.files(), this::matches);
    }

    /** All rows at once, for tables that are known to be small. */
    public List<Object[]> toList() throws IOException {
        List<Object[]> all = new ArrayList<>();
        try (TableRows rows = rows()) {
            rows.forEachRemaining(all::add);
        }
        return all;
    }

    /** The data files that may hold rows of this reader: all of them for a reader without a filter. */
    public List<TableFile> dataFiles() throws IOException {
        return scan().filesWithRowCounts();
    }

    /** Takes the rows of one file. */
    @FunctionalInterface
    public interface FileRows {
        void of(TableFile file, List<Object[]> rows);
    }

    /** Reads some files of {@link #dataFiles}, one after the other; a file's rows are in memory together. */
    public void readEach(List<TableFile> of, FileRows to) throws IOException {
        SnapshotScan scan = scan();
        for (TableFile file : of) {
            List<Object[]> rows = new ArrayList<>();
            scan.forEachRow(file.scanFile(), row -> {
                if (matches(row)) {
                    rows.add(row);
                }
            });
            to.of(file, rows);
        }
    }

    /** The files that would be read. */
    List<Row> files() throws IOException {
        return scan().files();
    }

    private SnapshotScan scan() {
        Optional<Set<String>> read = only.map(wanted -> {
            Set<String> all = new HashSet<>(wanted);
            filter.keySet().forEach(i -> all.add(columns.get(i).name()));
            ranges.keySet().forEach(i -> all.add(columns.get(i).name()));
            return all;
        });
        return new SnapshotScan(engine, snapshot, predicate(), read);
    }

    Snapshot snapshot() {
        return snapshot;
    }

    private Optional<Predicate> predicate() {
        Predicate all = null;
        for (Map.Entry<Integer, Object> f : filter.entrySet()) {
            if (isComparedByKernel(f.getKey())) {
                all = both(all, equal(columns.get(f.getKey()), f.getValue()));
            }
        }
        for (Map.Entry<Integer, Range> r : ranges.entrySet()) {
            if (isComparedByKernel(r.getKey())) {
                all = bound(all, ">=", columns.get(r.getKey()), r.getValue().least());
                all = bound(all, "<=", columns.get(r.getKey()), r.getValue().greatest());
            }
        }
        return Optional.ofNullable(all);
    }

    /** A type that we read as text can't be compared inside Kernel: the exact filter below does it. */
    private boolean isComparedByKernel(int ordinal) {
        return snapshot.getSchema()
                .at(ordinal)
                .getDataType()
                .equals(DeltaSchema.dataType(columns.get(ordinal).type()));
    }

    private static Predicate bound(Predicate all, String comparison, Column column, Object value) {
        return value == null
                ? all
                : both(
                        all,
                        new Predicate(
                                comparison,
                                new io.delta.kernel.expressions.Column(column.name()),
                                PartitionValues.literal(value, column.type())));
    }

    /** @param a may be null, for always true */
    static Predicate both(Predicate a, Predicate b) {
        return a == null ? b : new And(a, b);
    }

    static Predicate equal(Column column, Object value) {
        io.delta.kernel.expressions.Column name = new io.delta.kernel.expressions.Column(column.name());
        return value == null
                ? new Predicate("IS_NULL", name)
                : new Predicate("=", name, PartitionValues.literal(value, column.type()));
    }

    private boolean matches(Object[] row) {
        for (Map.Entry<Integer, Object> f : filter.entrySet()) {
            Object wanted = f.getValue();
            Object found = row[f.getKey()];
            boolean same = wanted instanceof BigDecimal a && found instanceof BigDecimal b
                    ? a.compareTo(b) == 0
                    : Objects.equals(wanted, found);
            if (!same) {
                return false;
            }
        }
        for (Map.Entry<Integer, Range> r : ranges.entrySet()) {
            if (!r.getValue().has(row[r.getKey()])) {
                return false;
            }
        }
        return true;
    }
}
