package dev.tidemark.table;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The type of a column, and with it the Java class of its values in a row ({@code Object[]}):
 *
 * <table>
 * <tr><th>kind</th><th>value</th></tr>
 * <tr><td>STRING</td><td>{@link String}; {@link Utf8} will do for writing</td></tr>
 * <tr><td>INT</td><td>{@link Integer}</td></tr>
 * <tr><td>LONG</td><td>{@link Long}</td></tr>
 * <tr><td>BOOLEAN</td><td>{@link Boolean}</td></tr>
 * <tr><td>DATE</td><td>{@link Integer}, days since 1970-01-01</td></tr>
 * <tr><td>TIMESTAMP</td><td>{@link Long}, microseconds since 1970-01-01T00:00Z</td></tr>
 * <tr><td>DECIMAL</td><td>{@link java.math.BigDecimal} of exactly the column's scale</td></tr>
 * <tr><td>ARRAY</td><td>{@code Object[]} of element values</td></tr>
 * <tr><td>STRUCT</td><td>{@code Object[]} of field values, in field order</td></tr>
 * </table>
 *
 * Every value may be null. Primitive carriers (days, microseconds) instead of java.time keep the hot path free of
 * conversions; {@link Values} turns them into text and java.time where people read them.
 *
 * @param kind the kind of value
 * @param precision total digits, for DECIMAL only
 * @param scale digits after the point, for DECIMAL only
 * @param element the element type, for ARRAY only
 * @param fields the fields, for STRUCT only
 */
public record ColumnType(Kind kind, int precision, int scale, ColumnType element, List<Column> fields)
        implements Serializable {

    /** The kinds of values. */
    public enum Kind {
        STRING,
        INT,
        LONG,
        BOOLEAN,
        DATE,
        TIMESTAMP,
        DECIMAL,
        ARRAY,
        STRUCT
    }

    public static final ColumnType STRING = simple(Kind.STRING);
    public static final ColumnType INT = simple(Kind.INT);
    public static final ColumnType LONG = simple(Kind.LONG);
    public static final ColumnType BOOLEAN = simple(Kind.BOOLEAN);
    public static final ColumnType DATE = simple(Kind.DATE);
    public static final ColumnType TIMESTAMP = simple(Kind.TIMESTAMP);
    /** Money: two digits after the point. */
    public static final ColumnType MONEY = decimal(18, 2);
    /** Cost of one unit, such as a booking: four digits after the point. */
    public static final ColumnType UNIT_COST = decimal(18, 4);
    /** A share or a rate, 0 to 1: four digits after the point. */
    public static final ColumnType RATIO = decimal(18, 4);

    public ColumnType {
        Objects.requireNonNull(kind, "kind");
        fields = List.copyOf(fields);
    }

    private static ColumnType simple(Kind kind) {
        return new ColumnType(kind, 0, 0, null, List.of());
    }

    public static ColumnType decimal(int precision, int scale) {
        return new ColumnType(Kind.DECIMAL, precision, scale, null, List.of());
    }

    public static ColumnType array(ColumnType element) {
        return new ColumnType(Kind.ARRAY, 0, 0, Objects.requireNonNull(element), List.of());
    }

    public static ColumnType struct(Column... fields) {
        return new ColumnType(Kind.STRUCT, 0, 0, null, List.of(fields));
    }

    /** The type as SQL (and Delta) people write it, such as {@code decimal(18,2)} or {@code array<string>}. */
    @Override
    public String toString() {
        return switch (kind) {
            case LONG -> "bigint";
            case DECIMAL -> "decimal(" + precision + "," + scale + ")";
            case ARRAY -> "array<" + element + ">";
            case STRUCT ->
                fields.stream().map(f -> f.name() + ":" + f.type()).collect(Collectors.joining(",", "struct<", ">"));
            default -> kind.name().toLowerCase(java.util.Locale.ROOT);
        };
    }
}
