package dev.tidemark.delta;

import dev.tidemark.delta.encode.ColumnEncoder;
import dev.tidemark.table.Column;
import dev.tidemark.table.ColumnType;
import dev.tidemark.table.TableSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** What writing a table needs to know of it, worked out once: positions, names, writers, statistics. */
final class TableLayout {
    /** Statistics on this many leading columns, if the key does not need more. */
    private static final int INDEXED_COLUMNS = 8;

    private final TableSpec table;
    private final int[] dataOrdinals;
    private final String[] dataNames;
    private final ValueWriter[] writers;
    private final int[] partitionOrdinals;
    private final ColumnType[] partitionTypes;
    private final int[] keyOrdinals;
    private final MessageType parquetSchema;
    private final String[] leafPaths;
    private final int indexedColumns;
    private final Set<String> columnsWithoutStatistics;
    private final Dictionaries dictionaries;

    TableLayout(TableSpec table) {
        this.table = table;
        Set<String> partitions = Set.copyOf(table.partitionBy());
        List<Column> data = table.columns().stream()
                .filter(c -> !partitions.contains(c.name()))
                .toList();
        if (data.isEmpty()) {
            throw new IllegalArgumentException(
                    "table " + table.name() + " has no column that it is not partitioned by");
        }
        dataOrdinals = data.stream().mapToInt(c -> table.ordinal(c.name())).toArray();
        dataNames = data.stream().map(Column::name).toArray(String[]::new);
        writers = ValueWriter.of(data);
        // nearly every time is another
        dictionaries = new Dictionaries(data.stream()
                .filter(c -> c.type().kind() == ColumnType.Kind.TIMESTAMP)
                .map(Column::name)
                .toList());
        partitionOrdinals = table.partitionOrdinals();
        partitionTypes =
                table.partitionBy().stream().map(p -> table.column(p).type()).toArray(ColumnType[]::new);
        keyOrdinals = table.keyOrdinals();
        List<Type> types = new ArrayList<>();
        data.forEach(c -> types.add(ValueWriter.parquetType(c.name(), c.type())));
        parquetSchema = new MessageType("row", types);
        leafPaths = parquetSchema.getColumns().stream()
                .map(leaf -> String.join(".", leaf.getPath()))
                .toArray(String[]::new);
        int lastKey = -1;
        for (String k : table.key()) {
            lastKey = Math.max(lastKey, Arrays.asList(dataNames).indexOf(k));
        }
        indexedColumns = leaves(data.subList(0, Math.max(lastKey + 1, Math.min(INDEXED_COLUMNS, data.size()))));
        Set<Column> indexed = Set.copyOf(columnsWithStatistics());
        columnsWithoutStatistics = data.stream()
                .filter(c -> c.type().kind() == ColumnType.Kind.STRING && !indexed.contains(c))
                .map(Column::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static int leaves(List<Column> columns) {
        return columns.stream()
                .mapToInt(c -> c.type().kind() == ColumnType.Kind.STRUCT
                        ? leaves(c.type().fields())
                        : 1)
                .sum();
    }

    TableSpec table() {
        return table;
    }

    /**
     * Gives the values of a row to the encoders of a file's leaves.
     *
     * @throws IllegalArgumentException if a value is not of its column's class; the message names table and column
     */
    void write(Object[] row, ColumnEncoder[] leaves) {
        int i = 0;
        try {
            for (; i < writers.length; i++) {
                writers[i].write(row[dataOrdinals[i]], 0, 0, leaves);
            }
        } catch (ClassCastException | ArithmeticException | IllegalArgumentException e) {
            Object value = row[dataOrdinals[i]];
            throw new IllegalArgumentException(
                    "table " + table.name() + ", column " + dataNames[i] + " ("
                            + table.column(dataNames[i]).type() + "): can't write " + value + " of "
                            + value.getClass().getName(),
                    e);
        }
    }

    Dictionaries dictionaries() {
        return dictionaries;
    }

    MessageType parquetSchema() {
        return parquetSchema;
    }

    /** The path of one of the schema's leaves, with dots. */
    String leafPath(int leaf) {
        return leafPaths[leaf];
    }

    /** How many leading columns of a file (a struct counts its fields, as Delta counts) have statistics. */
    int indexedColumns() {
        return indexedColumns;
    }

    /** The leading top-level columns that {@link #indexedColumns} covers and that have an order. */
    List<Column> columnsWithStatistics() {
        List<Column> columns = new ArrayList<>();
        int leaves = 0;
        for (String name : dataNames) {
            Column c = table.column(name);
            leaves += leaves(List.of(c));
            if (leaves > indexedColumns) {
                break;
            }
            if (c.type().kind() != ColumnType.Kind.ARRAY
                    && c.type().kind() != ColumnType.Kind.STRUCT
                    && !table.isConfidential(name)) {
                columns.add(c);
            }
        }
        return columns;
    }

    /** Columns of text that Delta has no statistics of: Parquet's own would compare every value for nobody. */
    Set<String> columnsWithoutStatistics() {
        return columnsWithoutStatistics;
    }

    /** The partition a row belongs to: one value a partition column, as it will be read back. */
    List<Object> partition(Object[] row) {
        Object[] values = new Object[partitionOrdinals.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = PartitionValues.normalize(row[partitionOrdinals[i]]);
        }
        return Arrays.asList(values);
    }

    /** The partition that a file belongs to, by what the log says of it. */
    List<Object> partition(Map<String, String> texts) {
        Object[] values = new Object[partitionTypes.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = PartitionValues.fromText(texts.get(table.partitionBy().get(i)), partitionTypes[i]);
        }
        return Arrays.asList(values);
    }

    /** What identifies a row: one value a key column. */
    List<Object> key(Object[] row) {
        Object[] values = new Object[keyOrdinals.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = row[keyOrdinals[i]];
        }
        return Arrays.asList(values);
    }

    ColumnType partitionType(int i) {
        return partitionTypes[i];
    }

    /** The row as it will be read back: an empty string in a partition column becomes null. */
    Object[] stored(Object[] row) {
        for (int p : partitionOrdinals) {
            if ("".equals(row[p])) {
                Object[] copy = row.clone();
                for (int q : partitionOrdinals) {
                    copy[q] = PartitionValues.normalize(copy[q]);
                }
                return copy;
            }
        }
        return row;
    }
}
