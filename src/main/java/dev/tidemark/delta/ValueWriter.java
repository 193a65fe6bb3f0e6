package dev.tidemark.delta;

import dev.tidemark.delta.encode.BooleanColumn;
import dev.tidemark.delta.encode.ColumnEncoder;
import dev.tidemark.delta.encode.FixedColumn;
import dev.tidemark.delta.encode.NumberColumn;
import dev.tidemark.delta.encode.TextColumn;
import dev.tidemark.table.Column;
import dev.tidemark.table.ColumnType;
import dev.tidemark.table.Utf8;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * Writes the values of one column, or of a part of it, to the encoders of its leaves; chosen once a column, so that a value
 * costs one call. Every value may be null, so each level that is there counts for Parquet's definition levels.
 */
abstract class ValueWriter {
    private static final int MOST_DIGITS_IN_INT = 9;
    private static final int MOST_DIGITS_IN_LONG = 18;

    private final int firstLeaf;
    private final int endOfLeaves;

    /** @param endOfLeaves the first leaf that is not its own any more */
    private ValueWriter(int firstLeaf, int endOfLeaves) {
        this.firstLeaf = firstLeaf;
        this.endOfLeaves = endOfLeaves;
    }

    /**
     * Writes a value.
     *
     * @param value not null
     * @param repetition 0 for the first value of a row, else the level of the list that goes on
     * @param leaves the encoders of all leaves of the table
     */
    abstract void writePresent(Object value, int repetition, ColumnEncoder[] leaves);

    /** Writes that there is nothing from a level on, once for each leaf. */
    final void writeNull(int repetition, int definition, ColumnEncoder[] leaves) {
        for (int i = firstLeaf; i < endOfLeaves; i++) {
            leaves[i].writeNull(repetition, definition);
        }
    }

    /**
     * Writes a value or that there is none.
     *
     * @param outside the definition level of what it is in
     */
    final void write(Object value, int repetition, int outside, ColumnEncoder[] leaves) {
        if (value == null) {
            writeNull(repetition, outside, leaves);
        } else {
            writePresent(value, repetition, leaves);
        }
    }

    /** The writers of a row's columns, which number their leaves one after another. */
    static ValueWriter[] of(List<Column> columns) {
        return fields(columns, 0, 0, 0);
    }

    private static ValueWriter[] fields(List<Column> columns, int definition, int repetition, int firstLeaf) {
        ValueWriter[] writers = new ValueWriter[columns.size()];
        int leaf = firstLeaf;
        for (int i = 0; i < writers.length; i++) {
            writers[i] = of(columns.get(i).type(), definition, repetition, leaf);
            leaf = writers[i].endOfLeaves;
        }
        return writers;
    }

    /**
     * The writer of a type.
     *
     * @param definition the definition level of what it is in
     * @param repetition how many lists it is in
     */
    private static ValueWriter of(ColumnType type, int definition, int repetition, int leaf) {
        return switch (type.kind()) {
            case STRING -> new TextWriter(leaf);
            case INT, DATE -> new IntWriter(leaf);
            case LONG, TIMESTAMP -> new LongWriter(leaf);
            case BOOLEAN -> new BooleanWriter(leaf);
            case DECIMAL ->
                type.precision() <= MOST_DIGITS_IN_LONG
                        ? new DecimalWriter(type, leaf)
                        : new LongDecimalWriter(type, leaf);
            case ARRAY ->
                // the list, its repeated group
                new ListWriter(of(type.element(), definition + 2, repetition + 1, leaf), definition, repetition + 1);
            case STRUCT -> new StructWriter(fields(type.fields(), definition + 1, repetition, leaf), definition, leaf);
        };
    }

    /** A writer of one leaf. */
    private abstract static class LeafWriter extends ValueWriter {
        final int leaf;

        LeafWriter(int leaf) {
            super(leaf, leaf + 1);
            this.leaf = leaf;
        }
    }

    private static final class TextWriter extends LeafWriter {
        TextWriter(int leaf) {
            super(leaf);
        }

        @Override
        void writePresent(Object value, int repetition, ColumnEncoder[] leaves) {
            TextColumn column = (TextColumn) leaves[leaf];
            if (value instanceof Utf8 utf8) {
                column.write(utf8, repetition);
            } else {
                column.write((String) value, repetition);
            }
        }
    }

    private static final class IntWriter extends LeafWriter {
        IntWriter(int leaf) {
            super(leaf);
        }

        @Override
        void writePresent(Object value, int repetition, ColumnEncoder[] leaves) {
            ((NumberColumn) leaves[leaf]).write((Integer) value, repetition);
        }
    }

    private static final class LongWriter extends LeafWriter {
        LongWriter(int leaf) {
            super(leaf);
        }

        @Override
        void writePresent(Object value, int repetition, ColumnEncoder[] leaves) {
            ((NumberColumn) leaves[leaf]).write((Long) value, repetition);
        }
    }

    private static final class BooleanWriter extends LeafWriter {
        BooleanWriter(int leaf) {
            super(leaf);
        }

        @Override
        void writePresent(Object value, int repetition, ColumnEncoder[] leaves) {
            ((BooleanColumn) leaves[leaf]).write((Boolean) value, repetition);
        }
    }

    /** Decimals whose unscaled value fits into the column's numbers of 4 or 8 bytes. */
    private static final class DecimalWriter extends LeafWriter {
        private final ColumnType type;

        DecimalWriter(ColumnType type, int leaf) {
            super(leaf);
            this.type = type;
        }

        @Override
        void writePresent(Object value, int repetition, ColumnEncoder[] leaves) {
            ((NumberColumn) leaves[leaf]).write(unscaled(type, value).longValueExact(), repetition);
        }
    }

    private static final class LongDecimalWriter extends LeafWriter {
        private final ColumnType type;
        private final int length;

        LongDecimalWriter(ColumnType type, int leaf) {
            super(leaf);
            this.type = type;
            this.length = bytesFor(type.precision());
        }

        @Override
        void writePresent(Object value, int repetition, ColumnEncoder[] leaves) {
            ((FixedColumn) leaves[leaf]).write(signExtended(unscaled(type, value), length), repetition);
        }
    }

    private static final class StructWriter extends ValueWriter {
        private final ValueWriter[] fields;
        private final int inside;

        StructWriter(ValueWriter[] fields, int outside, int firstLeaf) {
            super(firstLeaf, fields[fields.length - 1].endOfLeaves);
            this.fields = fields;
            this.inside = outside + 1;
        }

        @Override
        void writePresent(Object value, int repetition, ColumnEncoder[] leaves) {
            Object[] values = (Object[]) value;
            for (int i = 0; i < fields.length; i++) {
                fields[i].write(values[i], repetition, inside, leaves);
            }
        }
    }

    private static final class ListWriter extends ValueWriter {
        private final ValueWriter element;
        private final int empty;
        private final int inside;

        /**
         * Lists.
         *
         * @param outside the definition level of what the list is in
         * @param inside the repetition level of its elements
         */
        ListWriter(ValueWriter element, int outside, int inside) {
            super(element.firstLeaf, element.endOfLeaves);
            this.element = element;
            this.empty = outside + 1;
            this.inside = inside;
        }

        @Override
        void writePresent(Object value, int repetition, ColumnEncoder[] leaves) {
            Object[] elements = (Object[]) value;
            if (elements.length == 0) {
                writeNull(repetition, empty, leaves);
                return;
            }
            element.write(elements[0], repetition, empty + 1, leaves);
            for (int i = 1; i < elements.length; i++) {
                element.write(elements[i], inside, empty + 1, leaves);
            }
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
