package dev.tidemark.delta;

import dev.tidemark.table.Column;
import dev.tidemark.table.ColumnType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * Writes the values of one column to Parquet; chosen once a column, so that a value costs one call. Not for use by several
 * threads.
 */
interface ValueWriter {
    int MOST_DIGITS_IN_INT = 9;
    int MOST_DIGITS_IN_LONG = 18;

    /** @param value not null */
    void write(Object value, RecordConsumer out);

    static ValueWriter of(ColumnType type) {
        return switch (type.kind()) {
            case STRING -> new StringWriter();
            case INT, DATE -> (v, out) -> out.addInteger((Integer) v);
            case LONG, TIMESTAMP -> (v, out) -> out.addLong((Long) v);
            case BOOLEAN -> (v, out) -> out.addBoolean((Boolean) v);
            case DECIMAL -> decimal(type);
            case ARRAY -> array(of(type.element()));
            case STRUCT -> struct(type.fields());
        };
    }

    private static ValueWriter decimal(ColumnType type) {
        if (type.precision() <= MOST_DIGITS_IN_INT) {
            return (v, out) -> out.addInteger(unscaled(type, v).intValueExact());
        } else if (type.precision() <= MOST_DIGITS_IN_LONG) {
            return (v, out) -> out.addLong(unscaled(type, v).longValueExact());
        }
        int length = bytesFor(type.precision());
        return (v, out) -> out.addBinary(Binary.fromConstantByteArray(signExtended(unscaled(type, v), length)));
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

    private static ValueWriter array(ValueWriter element) {
        return (v, out) -> {
            Object[] elements = (Object[]) v;
            out.startGroup();
            if (elements.length > 0) {
                out.startField("list", 0);
                for (Object e : elements) {
                    out.startGroup();
                    if (e != null) {
                        out.startField("element", 0);
                        element.write(e, out);
                        out.endField("element", 0);
                    }
                    out.endGroup();
                }
                out.endField("list", 0);
            }
            out.endGroup();
        };
    }

    private static ValueWriter struct(List<Column> fields) {
        String[] names = fields.stream().map(Column::name).toArray(String[]::new);
        ValueWriter[] writers = fields.stream().map(f -> of(f.type())).toArray(ValueWriter[]::new);
        return (v, out) -> {
            Object[] values = (Object[]) v;
            out.startGroup();
            for (int i = 0; i < writers.length; i++) {
                if (values[i] != null) {
                    out.startField(names[i], i);
                    writers[i].write(values[i], out);
                    out.endField(names[i], i);
                }
            }
            out.endGroup();
        };
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
