package dev.tidemark.table;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * How a table is best drawn. Names are columns of the table.
 *
 * @param kind the kind of chart
 * @param x the column along the chart: a day, an hour, or what is ranked
 * @param series the column whose values are told apart, such as the channel; null if there is one series
 * @param values what is drawn, the most important first
 */
public record Panel(Kind kind, String x, String series, List<String> values) implements Serializable {

    /** Kinds of charts. */
    public enum Kind {
        /** A value over time. */
        LINE,
        /** Amounts side by side. */
        BAR,
        /** A value by two columns, as color. */
        HEAT,
        /** The largest first. */
        RANK,
        /** Rows as they are. */
        TABLE;

        /** The kind as data interfaces write it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Panel {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(x, "x");
        values = List.copyOf(values);
        if (values.isEmpty()) {
            throw new IllegalArgumentException("a panel draws at least one value");
        }
    }

    public static Panel line(String x, String series, String... values) {
        return new Panel(Kind.LINE, x, series, List.of(values));
    }

    public static Panel bar(String x, String series, String... values) {
        return new Panel(Kind.BAR, x, series, List.of(values));
    }

    /** @param y the column along the other side */
    public static Panel heat(String x, String y, String value) {
        return new Panel(Kind.HEAT, x, y, List.of(value));
    }

    public static Panel rank(String x, String series, String... values) {
        return new Panel(Kind.RANK, x, series, List.of(values));
    }

    public static Panel table(String x, String... values) {
        return new Panel(Kind.TABLE, x, null, List.of(values));
    }

    /** Every column that it names. */
    Stream<String> columns() {
        return Stream.concat(Stream.of(x), Stream.concat(Stream.ofNullable(series), values.stream()));
    }
}
