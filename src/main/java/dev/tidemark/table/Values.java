package dev.tidemark.table;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;

/** Values of rows as people write and order them. */
public final class Values {
    private static final long MICROS_PER_SECOND = 1_000_000L;
    private static final int LONGEST_DECIMAL = 1_000;

    private Values() {}

    /**
     * Reads a value from text: dates and times in ISO-8601.
     *
     * @throws IllegalArgumentException if the text is no value of that type; the message says what one looks like
     */
    public static Object parse(ColumnType type, String text) {
        try {
            return switch (type.kind()) {
                case STRING -> text;
                case INT -> Integer.valueOf(text);
                case LONG -> Long.valueOf(text);
                case BOOLEAN -> bool(text);
                case DATE -> (int) LocalDate.parse(text).toEpochDay();
                case TIMESTAMP -> micros(Instant.parse(text));
                case DECIMAL -> decimal(type, text);
                case ARRAY, STRUCT -> throw new IllegalArgumentException("a " + type + " cannot be compared");
            };
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("'" + text + "' is no " + type + " such as " + example(type), e);
        }
    }

    private static BigDecimal decimal(ColumnType type, String text) {
        BigDecimal value = new BigDecimal(text);
        // an exponent of some digits would make a number of some gigabytes
        if (Math.abs((long) value.precision() - value.scale()) > LONGEST_DECIMAL || value.scale() > LONGEST_DECIMAL) {
            throw new ArithmeticException("too long");
        }
        return value.setScale(type.scale());
    }

    /** The value as text; arrays and structs in brackets. Null stays null. */
    public static String format(ColumnType type, Object value) {
        if (value == null) {
            return null;
        }
        return switch (type.kind()) {
            case STRING, INT, LONG, BOOLEAN -> value.toString();
            case DATE -> LocalDate.ofEpochDay((Integer) value).toString();
            case TIMESTAMP -> instant((Long) value).toString();
            case DECIMAL -> ((BigDecimal) value).toPlainString();
            case ARRAY ->
                Arrays.stream((Object[]) value)
                        .map(v -> format(type.element(), v))
                        .toList()
                        .toString();
            case STRUCT -> {
                Object[] fields = (Object[]) value;
                StringBuilder text = new StringBuilder("{");
                for (int i = 0; i < fields.length; i++) {
                    text.append(i == 0 ? "" : ", ")
                            .append(type.fields().get(i).name())
                            .append(": ")
                            .append(format(type.fields().get(i).type(), fields[i]));
                }
                yield text.append('}').toString();
            }
        };
    }

    /** Orders rows by some of their columns, null first. */
    public static Comparator<Object[]> byColumns(int... ordinals) {
        return (a, b) -> {
            for (int i : ordinals) {
                int order = compare(a[i], b[i]);
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        };
    }

    /** Compares two values of one column, null first; what has no order (arrays, structs) is equal. */
    @SuppressWarnings("unchecked")
    public static int compare(Object a, Object b) {
        if (a == null || b == null) {
            return a == b ? 0 : a == null ? -1 : 1;
        }
        return a instanceof Comparable<?> c ? ((Comparable<Object>) c).compareTo(b) : 0;
    }

    private static Boolean bool(String text) {
        if (text.equals("true") || text.equals("false")) {
            return Boolean.valueOf(text);
        }
        throw new IllegalArgumentException(text);
    }

    private static Instant instant(long micros) {
        return Instant.ofEpochSecond(
                Math.floorDiv(micros, MICROS_PER_SECOND), Math.floorMod(micros, MICROS_PER_SECOND) * 1_000);
    }

    private static long micros(Instant t) {
        return t.getEpochSecond() * MICROS_PER_SECOND + t.getNano() / 1_000;
    }

    private static String example(ColumnType type) {
        return switch (type.kind()) {
            case BOOLEAN -> "true";
            case DATE -> "2026-01-31";
            case TIMESTAMP -> "2026-01-31T09:00:00Z";
            case DECIMAL -> "1.50";
            default -> "42";
        };
    }
}
