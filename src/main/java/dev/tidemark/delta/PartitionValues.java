package dev.tidemark.delta;

import dev.tidemark.table.ColumnType;
import io.delta.kernel.expressions.Literal;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** A partition value in the forms that Delta knows: text in the log, a name on disk, a typed literal. */
final class PartitionValues {
    private static final String NULL_DIRECTORY = "__HIVE_DEFAULT_PARTITION__";
    /** Directory names are for people; Delta reads the value from the log, so a long one may be cut. */
    private static final int LONGEST_DIRECTORY = 150;

    private PartitionValues() {}

    /**
     * The value as it will be read back: Delta stores null and the empty string alike.
     */
    static Object normalize(Object value) {
        return "".equals(value) ? null : value;
    }

    /** The value as the log holds it; null for null. */
    static String toText(Object value, ColumnType type) {
        if (normalize(value) == null) {
            return null;
        }
        return switch (type.kind()) {
            case STRING -> (String) value;
            case INT, LONG, BOOLEAN -> value.toString();
            case DATE -> LocalDate.ofEpochDay((Integer) value).toString();
            case TIMESTAMP -> instant((Long) value).toString();
            case DECIMAL -> ((BigDecimal) value).toPlainString();
            case ARRAY, STRUCT -> throw new IllegalArgumentException("a table can't be partitioned by " + type);
        };
    }

    /** The value of a text from the log, whoever wrote it. */
    static Object fromText(String text, ColumnType type) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        return switch (type.kind()) {
            case STRING -> text;
            case INT -> Integer.valueOf(text);
            case LONG -> Long.valueOf(text);
            case BOOLEAN -> Boolean.valueOf(text);
            case DATE -> (int) LocalDate.parse(text).toEpochDay();
            case TIMESTAMP -> micros(text);
            case DECIMAL -> new BigDecimal(text).setScale(type.scale());
            case ARRAY, STRUCT -> throw new IllegalArgumentException("a table can't be partitioned by " + type);
        };
    }

    /**
     * A value as a literal to compare with.
     *
     * @throws IllegalArgumentException for arrays and structs, which nothing is compared with
     */
    static Literal literal(Object value, ColumnType type) {
        if (value == null) {
            return Literal.ofNull(DeltaSchema.dataType(type));
        }
        return switch (type.kind()) {
            case STRING -> Literal.ofString((String) value);
            case INT -> Literal.ofInt((Integer) value);
            case LONG -> Literal.ofLong((Long) value);
            case BOOLEAN -> Literal.ofBoolean((Boolean) value);
            case DATE -> Literal.ofDate((Integer) value);
            case TIMESTAMP -> Literal.ofTimestamp((Long) value);
            case DECIMAL -> Literal.ofDecimal((BigDecimal) value, type.precision(), type.scale());
            case ARRAY, STRUCT -> throw new IllegalArgumentException("can't compare with a value of " + type);
        };
    }

    /** {@code column=value} as a name on disk, of letters, digits and {@code =._-%} alone. */
    static String directory(String column, String text) {
        String value = text == null ? NULL_DIRECTORY : escape(text);
        if (value.length() > LONGEST_DIRECTORY) {
            value = value.substring(0, LONGEST_DIRECTORY);
        }
        return escape(column) + "=" + value;
    }

    private static String escape(String text) {
        StringBuilder name = new StringBuilder(text.length());
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean plain =
                    c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "_.-".indexOf(c) >= 0;
            if (plain) {
                name.append(c);
            } else {
                name.append('%').append(String.format("%02X", (int) c));
            }
        }
        return name.toString();
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /** Delta allows ISO-8601 in UTC, and the older form without a zone, which we take as UTC too. */
    private static long micros(String text) {
        Instant at = text.endsWith("Z")
                ? Instant.parse(text)
                : LocalDateTime.parse(text.replace(' ', 'T'), DateTimeFormatter.ISO_LOCAL_DATE_TIME)
                        .toInstant(ZoneOffset.UTC);
        return ChronoUnit.MICROS.between(Instant.EPOCH, at);
    }
}
