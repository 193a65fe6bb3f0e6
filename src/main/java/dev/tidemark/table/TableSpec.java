package dev.tidemark.table;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A table: its columns, what identifies a row, how it is partitioned and how it is written.
 *
 * <p>Immutable. Build one with {@link #append} or {@link #upsert}.
 */
public final class TableSpec implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Where in the flow of the data a table stands. */
    public enum Layer {
        BRONZE,
        SILVER,
        GOLD,
        QUARANTINE
    }

    /** How rows reach a table. */
    public enum Mode {
        /** Rows are added and never changed. */
        APPEND,
        /** A row replaces the row with the same key. */
        UPSERT
    }

    private final String name;
    private final Layer layer;
    private final Mode mode;
    private final List<Column> columns;
    private final List<String> key;
    private final List<String> partitionBy;
    private final String title;
    private final String meaning;
    private final Panel panel;
    private final Set<String> confidential;
    private final Map<String, Integer> ordinals = new HashMap<>();

    private TableSpec(Builder b) {
        this.name = b.name;
        this.layer = b.layer;
        this.mode = b.mode;
        this.columns = List.copyOf(b.columns);
        this.key = List.copyOf(b.key);
        this.partitionBy = List.copyOf(b.partitionBy);
        this.title = b.title == null ? titleOf(b.name) : b.title;
        this.meaning = b.meaning;
        this.panel = b.panel;
        this.confidential = Set.copyOf(b.confidential);
        for (int i = 0; i < this.columns.size(); i++) {
            if (ordinals.put(this.columns.get(i).name(), i) != null) {
                throw new IllegalArgumentException(
                        name + ": column " + this.columns.get(i).name() + " twice");
            }
        }
        for (String k : this.key) {
            ordinal(k);
        }
        for (String p : this.partitionBy) {
            ordinal(p);
        }
        confidential.forEach(this::ordinal);
        if (panel != null) {
            panel.columns().forEach(this::ordinal);
        }
    }

    private static String titleOf(String name) {
        String words = name.replace('_', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /** A table that only grows. {@code key} says what sorts and identifies a row; the writer does not enforce it. */
    public static Builder append(String name, Layer layer) {
        return new Builder(name, layer, Mode.APPEND);
    }

    /** A table whose rows are replaced by key. Its partition columns must be part of, or derived from, the key. */
    public static Builder upsert(String name, Layer layer) {
        return new Builder(name, layer, Mode.UPSERT);
    }

    public String name() {
        return name;
    }

    public Layer layer() {
        return layer;
    }

    public Mode mode() {
        return mode;
    }

    public List<Column> columns() {
        return columns;
    }

    /** The columns that identify a row, in sort order. */
    public List<String> key() {
        return key;
    }

    public List<String> partitionBy() {
        return partitionBy;
    }

    /** What people call it: a few words. */
    public String title() {
        return title;
    }

    public String meaning() {
        return meaning;
    }

    /** How it is best drawn; empty for a table that is not made to be looked at. */
    public Optional<Panel> panel() {
        return Optional.ofNullable(panel);
    }

    public int width() {
        return columns.size();
    }

    /**
     * The position of a column in a row.
     *
     * @throws IllegalArgumentException if the table has no such column; the message lists the columns
     */
    public int ordinal(String column) {
        Integer i = ordinals.get(column);
        if (i == null) {
            throw new IllegalArgumentException("table " + name + " has no column '" + column + "'; it has: "
                    + String.join(", ", columns.stream().map(Column::name).toList()));
        }
        return i;
    }

    public Column column(String column) {
        return columns.get(ordinal(column));
    }

    public boolean hasColumn(String column) {
        return ordinals.containsKey(column);
    }

    /** Whether a column's values must not leave the data files. */
    public boolean isConfidential(String column) {
        return confidential.contains(column);
    }

    /** The positions of the key columns, in key order. */
    public int[] keyOrdinals() {
        return key.stream().mapToInt(this::ordinal).toArray();
    }

    /** The positions of the partition columns, in partition order. */
    public int[] partitionOrdinals() {
        return partitionBy.stream().mapToInt(this::ordinal).toArray();
    }

    @Override
    public String toString() {
        return name;
    }

    /** Collects the parts of a table. */
    public static final class Builder {
        private final String name;
        private final Layer layer;
        private final Mode mode;
        private final List<Column> columns = new ArrayList<>();
        private List<String> key = List.of();
        private List<String> partitionBy = List.of();
        private String title;
        private String meaning = "";
        private Panel panel;
        private Set<String> confidential = Set.of();

        private Builder(String name, Layer layer, Mode mode) {
            this.name = name;
            this.layer = layer;
            this.mode = mode;
        }

        public Builder column(String column, ColumnType type, String what) {
            columns.add(Column.of(column, type, what));
            return this;
        }

        public Builder column(String column, ColumnType type, Unit unit, String what) {
            columns.add(new Column(column, type, unit, what));
            return this;
        }

        public Builder key(String... names) {
            key = List.of(names);
            return this;
        }

        public Builder partitionBy(String... names) {
            partitionBy = List.of(names);
            return this;
        }

        /** What people call it; without one, its name in words. */
        public Builder title(String text) {
            title = text;
            return this;
        }

        public Builder meaning(String text) {
            meaning = text;
            return this;
        }

        public Builder panel(Panel how) {
            panel = how;
            return this;
        }

        /**
         * Columns whose values must not leave the data files: they get no statistics, which would stand in the table's
         * log and in the job's checkpoints.
         */
        public Builder confidential(String... names) {
            confidential = Set.of(names);
            return this;
        }

        public TableSpec build() {
            Set<String> distinct = new HashSet<>(partitionBy);
            if (distinct.size() != partitionBy.size()) {
                throw new IllegalArgumentException(name + ": a partition column twice");
            }
            if (mode == Mode.UPSERT && key.isEmpty()) {
                throw new IllegalArgumentException(name + ": an upserted table needs a key");
            }
            return new TableSpec(this);
        }
    }
}
