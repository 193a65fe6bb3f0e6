package dev.tidemark.delta;

import io.delta.kernel.data.ArrayValue;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.MapValue;
import io.delta.kernel.types.ArrayType;
import io.delta.kernel.types.BinaryType;
import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.ByteType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.DateType;
import io.delta.kernel.types.DecimalType;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.FloatType;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.MapType;
import io.delta.kernel.types.ShortType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampNTZType;
import io.delta.kernel.types.TimestampType;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.StringJoiner;

/**
 * Reads values of one type out of Kernel's vectors, as the classes that {@link dev.tidemark.table.ColumnType} names;
 * types that it does not have come as text.
 */
interface ValueReader {
    /** The value at a position that is not null. */
    Object readPresent(ColumnVector vector, int at);

    default Object read(ColumnVector vector, int at) {
        return vector.isNullAt(at) ? null : readPresent(vector, at);
    }

    static ValueReader of(DataType type) {
        if (type instanceof StringType) {
            return ColumnVector::getString;
        } else if (type instanceof IntegerType || type instanceof DateType) {
            return ColumnVector::getInt;
        } else if (type instanceof LongType || type instanceof TimestampType) {
            return ColumnVector::getLong;
        } else if (type instanceof BooleanType) {
            return ColumnVector::getBoolean;
        } else if (type instanceof DecimalType) {
            return ColumnVector::getDecimal;
        } else if (type instanceof ArrayType array) {
            ValueReader element = of(array.getElementType());
            return (v, i) -> elements(v.getArray(i), element);
        } else if (type instanceof StructType struct) {
            return struct(struct);
        } else if (type instanceof ShortType) {
            return (v, i) -> (int) v.getShort(i);
        } else if (type instanceof ByteType) {
            return (v, i) -> (int) v.getByte(i);
        }
        return text(type);
    }

    private static ValueReader text(DataType type) {
        if (type instanceof DoubleType) {
            return (v, i) -> Double.toString(v.getDouble(i));
        } else if (type instanceof FloatType) {
            return (v, i) -> Float.toString(v.getFloat(i));
        } else if (type instanceof BinaryType) {
            return (v, i) -> Base64.getEncoder().encodeToString(v.getBinary(i));
        } else if (type instanceof TimestampNTZType) {
            return (v, i) -> dateTime(v.getLong(i));
        } else if (type instanceof MapType map) {
            ValueReader key = of(map.getKeyType());
            ValueReader value = of(map.getValueType());
            return (v, i) -> entries(v.getMap(i), key, value);
        }
        return (v, i) -> "(" + type + ")";
    }

    private static Object[] elements(ArrayValue array, ValueReader element) {
        Object[] values = new Object[array.getSize()];
        ColumnVector vector = array.getElements();
        for (int i = 0; i < values.length; i++) {
            values[i] = element.read(vector, i);
        }
        return values;
    }

    private static ValueReader struct(StructType type) {
        ValueReader[] fields =
                type.fields().stream().map(f -> of(f.getDataType())).toArray(ValueReader[]::new);
        return (v, i) -> {
            Object[] values = new Object[fields.length];
            for (int f = 0; f < fields.length; f++) {
                values[f] = fields[f].read(v.getChild(f), i);
            }
            return values;
        };
    }

    private static String entries(MapValue map, ValueReader key, ValueReader value) {
        StringJoiner text = new StringJoiner(", ", "{", "}");
        for (int i = 0; i < map.getSize(); i++) {
            text.add(key.read(map.getKeys(), i) + "=" + value.read(map.getValues(), i));
        }
        return text.toString();
    }

    private static String dateTime(long micros) {
        return LocalDateTime.ofEpochSecond(
                        Math.floorDiv(micros, 1_000_000L),
                        (int) Math.floorMod(micros, 1_000_000L) * 1000,
                        ZoneOffset.UTC)
                .toString();
    }
}
