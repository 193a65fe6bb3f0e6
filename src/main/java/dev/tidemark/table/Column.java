package dev.tidemark.table;

import java.io.Serializable;
import java.util.Objects;

/**
 * One column of a table. Every column is nullable in storage: a reader must never fail because one value is missing.
 *
 * @param name the column's name, snake_case
 * @param type its type
 * @param unit what a number in it counts; {@link Unit#NONE} for anything else
 * @param meaning one sentence for people: unit, source, what null means
 */
public record Column(String name, ColumnType type, Unit unit, String meaning) implements Serializable {
    public Column {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(unit, "unit");
        Objects.requireNonNull(meaning, "meaning");
    }

    public static Column of(String name, ColumnType type, String meaning) {
        return new Column(name, type, Unit.NONE, meaning);
    }
}
