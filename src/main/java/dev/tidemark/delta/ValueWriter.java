package dev.tidemark.delta;

import dev.tidemark.table.Column;
import dev.tidemark.table.ColumnType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * Writes the values of one column, or of a part of it, to the encoders of its leaves; chosen once a column, so that a value
 * costs one call. Every value may be null, so each level that is there counts for Parquet's definition levels.
 *
 * <p>Not for use by several threads.
 */
abstract class ValueWriter {
    private static final int MOST_DIGITS_IN_INT = 9;
    private static final int MOST_DIGITS_IN_LONG = 18;

    /**
     * Writes a value.
     *
     * @param value may be null
     * @param repetition 0 for the first value of a row, else the level of the list that goes on
     * @param leaves the encoders of all leaves of the table
     */
    abstract void write(Object value, int repetition, ColumnWriter[] leaves);

    /** Writes that there is nothing from a level on, once for each leaf. */
    abstract void writeNull(int repetition, int definition, ColumnWriter[] leaves);

    /** The writers of a row's columns, which number their leaves one after another. */
    static ValueWriter[] of(List<Column> columns) {
        return fields(columns, 0, 0, new AtomicInteger());
    }

    private static ValueWriter[] fields(List<Column> columns, int definition, int repetition, AtomicInteger leaf) {
        return columns.stream()
                .map(c -> of(c.type(), definition, repetition, leaf))
                .toArray(ValueWriter[]::new);
    }

    /**
     * The writer of a type.
     *
     * @param definition the definition level of what it is in
     * @param repetition how many lists it is in
     */
    private static ValueWriter of(ColumnType type, int definition, int repetition, AtomicInteger leaf) {
        return switch (type.kind()) {
            case ARRAY -> {
                // the list, its repeated group
                ValueWriter element = of(type.element(), definition + 2, repetition + 1, leaf);
                yield new ListWriter(element, definition, repetition + 1);
            }
            case STRUCT -> new StructWriter(fields(type.fields(), definition + 1, repetition, leaf), definition);
            default -> new Leaf(encoding(type), leaf.getAndIncrement(), definition + 1);
        };
    }

    /** Gives a value that is there to its encoder. */
    private interface Encoding {
        void encode(Object value, int repetition, int definition, ColumnWriter to);
    }

    private static Encoding encoding(ColumnType type) {
        return switch (type.kind()) {
            case STRING -> {
                TextEncoder text = new TextEncoder();
                yield (v, r, d, to) -> to.write(text.encode((String) v), r, d);
            }
            case INT, DATE -> (v, r, d, to) -> to.write((int) (Integer) v, r, d);
            case LONG, TIMESTAMP -> (v, r, d, to) -> to.write((long) (Long) v, r, d);
            case BOOLEAN -> (v, r, d, to) -> to.write((boolean) (Boolean) v, r, d);
            case DECIMAL -> decimal(type);
            case ARRAY, STRUCT -> throw new IllegalArgumentException(type + " has parts");
        };
    }

    private static Encoding decimal(ColumnType type) {
        if (type.precision() <= MOST_DIGITS_IN_INT) {
            return (v, r, d, to) -> to.write(unscaled(type, v).intValueExact(), r, d);
        } else if (type.precision() <= MOST_DIGITS_IN_LONG) {
            return (v, r, d, to) -> to.write(unscaled(type, v).longValueExact(), r, d);
        }
        int length = bytesFor(type.precision());
        return (v, r, d, to) -> to.write(Binary.fromConstantByteArray(signExtended(unscaled(type, v), length)), r, d);
    }

    private static final class Leaf extends ValueWriter {
        private final Encoding encoding;
        private final int index;
        private final int definition;

        Leaf(Encoding encoding, int index, int definition) {
            this.encoding = encoding;
            this.index = index;
            this.definition = definition;
        }

        @Override
        void write(Object value, int repetition, ColumnWriter[] leaves) {
            if (value == null) {
                leaves[index].writeNull(repetition, definition - 1);
            } else {
                encoding.encode(value, repetition, definition, leaves[index]);
            }
        }

        @Override
        void writeNull(int repetition, int level, ColumnWriter[] leaves) {
            leaves[index].writeNull(repetition, level);
        }
    }

    private static final class StructWriter extends ValueWriter {
        private final ValueWriter[] fields;
        private final int outside;

        StructWriter(ValueWriter[] fields, int outside) {
            this.fields = fields;
            this.outside = outside;
        }

        @Override
        void write(Object value, int repetition, ColumnWriter[] leaves) {
            if (value == null) {
                writeNull(repetition, outside, leaves);
                return;
            }
            Object[] values = (Object[]) value;
            for (int i = 0; i < fields.length; i++) {
                fields[i].write(values[i], repetition, leaves);
            }
        }

        @Override
        void writeNull(int repetition, int level, ColumnWriter[] leaves) {
            for (ValueWriter f : fields) {
                f.writeNull(repetition, level, leaves);
            }
        }
    }

    private static final class ListWriter extends ValueWriter {
        private final ValueWriter element;
        private final int outside;
        private final int inside;

        /** @param inside the repetition level of its elements */
        ListWriter(ValueWriter element, int outside, int inside) {
            this.element = element;
            this.outside = outside;
            this.inside = inside;
        }

        @Override
        void write(Object value, int repetition, ColumnWriter[] leaves) {
            if (value == null) {
                element.writeNull(repetition, outside, leaves);
                return;
            }
            Object[] elements = (Object[]) value;
            if (elements.length == 0) {
                element.writeNull(repetition, outside + 1, leaves);
                return;
            }
            element.write(elements[0], repetition, leaves);
            for (int i = 1; i < elements.length; i++) {
                element.write(elements[i], inside, leaves);
            }
        }

        @Override
        void writeNull(int repetition, int level, ColumnWriter[] leaves) {
            element.writeNull(repetition, level, leaves);
        }
    }

    private static BigInteger unscaled(ColumnType type, Object value) {
        BigDecimal decimal = (BigDecimal) value;
        if (decimal.scale() != type.scale() || decimal.precision() > type.precision()) {
            throw new IllegalArgumentException(decimal + " is not a " + type);
        }
        return decimal.unscaledValue();
    }

    private static byte[] signExtended(BigInteger unscaled, int length) {
        byte[] shortest = unscaled.toByteArray();
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) (unscaled.signum() < 0 ? -1 : 0));
        System.arraycopy(shortest, 0, bytes, length - shortest.length, shortest.length);
        return bytes;
    }

    private static int bytesFor(int digits) {
        return BigInteger.TEN.pow(digits).subtract(BigInteger.ONE).bitLength() / 8 + 1;
    }

    /** The column's type in a Parquet file, in the forms that Delta's protocol asks for. */
    static Type parquetType(String name, ColumnType type) {
        return switch (type.kind()) {
            case STRING ->
                Types.optional(PrimitiveTypeName.BINARY)
                        .as(LogicalTypeAnnotation.stringType())
                        .named(name);
            case INT -> Types.optional(PrimitiveTypeName.INT32).named(name);
            case LONG -> Types.optional(PrimitiveTypeName.INT64).named(name);
            case BOOLEAN -> Types.optional(PrimitiveTypeName.BOOLEAN).named(name);
            case DATE ->
                Types.optional(PrimitiveTypeName.INT32)
                        .as(LogicalTypeAnnotation.dateType())
                        .named(name);
            case TIMESTAMP ->
                Types.optional(PrimitiveTypeName.INT64)
                        .as(LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS))
                        .named(name);
            case DECIMAL -> {
                LogicalTypeAnnotation decimal = LogicalTypeAnnotation.decimalType(type.scale(), type.precision());
                yield type.precision() <= MOST_DIGITS_IN_INT
                        ? Types.optional(PrimitiveTypeName.INT32).as(decimal).named(name)
                        : type.precision() <= MOST_DIGITS_IN_LONG
                                ? Types.optional(PrimitiveTypeName.INT64)
                                        .as(decimal)
                                        .named(name)
                                : Types.optional(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY)
                                        .length(bytesFor(type.precision()))
                                        .as(decimal)
                                        .named(name);
            }
            case ARRAY ->
                Types.optionalList()
                        .element(parquetType("element", type.element()))
                        .named(name);
            case STRUCT -> {
                Types.GroupBuilder<? extends Type> group = Types.optionalGroup();
                for (Column f : type.fields()) {
                    group = group.addField(parquetType(f.name(), f.type()));
                }
                yield group.named(name);
            }
        };
    }
}
