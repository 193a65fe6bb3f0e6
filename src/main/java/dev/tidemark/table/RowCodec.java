package dev.tidemark.table;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes and reads the values of a row as bytes: a column count, a bit per column that says whether it is null, then
 * the values that are not.
 *
 * <p>A row that was written with fewer columns (by an older release, before columns were added at the end) reads with
 * nulls for the rest; one with more columns is refused.
 */
public final class RowCodec {
    private final ColumnType[] types;

    public RowCodec(TableSpec table) {
        this(table.columns().stream().map(Column::type).toList());
    }

    public RowCodec(List<ColumnType> types) {
        this.types = types.toArray(new ColumnType[0]);
    }

    /** @throws ClassCastException if a value is not of its column's class */
    public void write(Object[] row, DataOutput out) throws IOException {
        writeFields(types, row, out);
    }

    /** @throws IOException if the bytes hold more columns than the table has */
    public Object[] read(DataInput in) throws IOException {
        return readFields(types, in);
    }

    private static void writeFields(ColumnType[] types, Object[] row, DataOutput out) throws IOException {
        writeVarInt(types.length, out);
        for (int at = 0; at < types.length; at += 8) {
            int bits = 0;
            for (int i = at; i < Math.min(at + 8, types.length); i++) {
                if (row[i] == null) {
                    bits |= 1 << (i - at);
                }
            }
            out.writeByte(bits);
        }
        for (int i = 0; i < types.length; i++) {
            if (row[i] != null) {
                writeValue(types[i], row[i], out);
            }
        }
    }

    private static Object[] readFields(ColumnType[] types, DataInput in) throws IOException {
        int width = readVarInt(in);
        if (width > types.length) {
            throw new IOException("the row has " + width + " columns, the table " + types.length
                    + ": it was written by a newer release");
        }
        byte[] nulls = new byte[(width + 7) / 8];
        in.readFully(nulls);
        Object[] row = new Object[types.length];
        for (int i = 0; i < width; i++) {
            if ((nulls[i >> 3] & (1 << (i & 7))) == 0) {
                row[i] = readValue(types[i], in);
            }
        }
        return row;
    }

    private static void writeValue(ColumnType type, Object value, DataOutput out) throws IOException {
        switch (type.kind()) {
            case STRING -> {
                if (value instanceof Utf8 utf8) {
                    writeUtf8(utf8.bytes(), out);
                } else {
                    writeString((String) value, out);
                }
            }
            case INT, DATE -> out.writeInt((Integer) value);
            case LONG, TIMESTAMP -> out.writeLong((Long) value);
            case BOOLEAN -> out.writeBoolean((Boolean) value);
            case DECIMAL -> writeDecimal(type, (BigDecimal) value, out);
            case ARRAY -> {
                Object[] elements = (Object[]) value;
                writeVarInt(elements.length, out);
                for (Object e : elements) {
                    out.writeBoolean(e != null);
                    if (e != null) {
                        writeValue(type.element(), e, out);
                    }
                }
            }
            case STRUCT -> writeFields(fieldTypes(type), (Object[]) value, out);
        }
    }

    private static Object readValue(ColumnType type, DataInput in) throws IOException {
        return switch (type.kind()) {
            case STRING -> readString(in);
            case INT, DATE -> in.readInt();
            case LONG, TIMESTAMP -> in.readLong();
            case BOOLEAN -> in.readBoolean();
            case DECIMAL -> readDecimal(type, in);
            case ARRAY -> {
                Object[] elements = new Object[readVarInt(in)];
                for (int i = 0; i < elements.length; i++) {
                    if (in.readBoolean()) {
                        elements[i] = readValue(type.element(), in);
                    }
                }
                yield elements;
            }
            case STRUCT -> readFields(fieldTypes(type), in);
        };
    }

    private static ColumnType[] fieldTypes(ColumnType struct) {
        ColumnType[] types = new ColumnType[struct.fields().size()];
        for (int i = 0; i < types.length; i++) {
            types[i] = struct.fields().get(i).type();
        }
        return types;
    }

    private static void writeDecimal(ColumnType type, BigDecimal value, DataOutput out) throws IOException {
        if (value.scale() != type.scale()) {
            throw new IOException("decimal " + value + " has not the scale of " + type);
        }
        byte[] unscaled = value.unscaledValue().toByteArray();
        out.writeByte(unscaled.length);
        out.write(unscaled);
    }

    private static BigDecimal readDecimal(ColumnType type, DataInput in) throws IOException {
        byte[] unscaled = new byte[in.readByte()];
        in.readFully(unscaled);
        return new BigDecimal(new BigInteger(unscaled), type.scale());
    }

    /** Writes text of any length, unlike {@link DataOutput#writeUTF}. */
    public static void writeString(String s, DataOutput out) throws IOException {
        writeUtf8(s.getBytes(StandardCharsets.UTF_8), out);
    }

    private static void writeUtf8(byte[] utf8, DataOutput out) throws IOException {
        writeVarInt(utf8.length, out);
        out.write(utf8);
    }

    public static String readString(DataInput in) throws IOException {
        byte[] utf8 = new byte[readVarInt(in)];
        in.readFully(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    /** Writes text that may be null. */
    public static void writeNullableString(String s, DataOutput out) throws IOException {
        out.writeBoolean(s != null);
        if (s != null) {
            writeString(s, out);
        }
    }

    public static String readNullableString(DataInput in) throws IOException {
        return in.readBoolean() ? readString(in) : null;
    }

    /** Writes a non-negative number in as few bytes as it needs. */
    public static void writeVarInt(int value, DataOutput out) throws IOException {
        int v = value;
        while ((v & ~0x7F) != 0) {
            out.writeByte((v & 0x7F) | 0x80);
            v >>>= 7;
        }
        out.writeByte(v);
    }

    public static int readVarInt(DataInput in) throws IOException {
        int value = 0;
        for (int shift = 0; shift < 32; shift += 7) {
            byte b = in.readByte();
            value |= (b & 0x7F) << shift;
            if (b >= 0 && value >= 0) {
                return value;
            }
        }
        throw new IOException("a length of more than 31 bits: the bytes are damaged");
    }
}
