package dev.tidemark.delta.sink;

import dev.tidemark.table.Column;
import dev.tidemark.table.ColumnType;
import dev.tidemark.table.RowCodec;
import dev.tidemark.table.TableSpec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What decides how the rows of a table look as bytes.
 *
 * @param name the table's name
 * @param columns its columns, without their meaning
 */
record WireTable(String name, List<Column> columns) implements Serializable {
    static WireTable of(TableSpec table) {
        return new WireTable(table.name(), bare(table.columns()));
    }

    private static List<Column> bare(List<Column> columns) {
        return columns.stream()
                .map(c -> Column.of(c.name(), bare(c.type()), ""))
                .toList();
    }

    private static ColumnType bare(ColumnType type) {
        return switch (type.kind()) {
            case ARRAY -> ColumnType.array(bare(type.element()));
            case STRUCT -> ColumnType.struct(bare(type.fields()).toArray(new Column[0]));
            default -> type;
        };
    }

    RowCodec codec() {
        return new RowCodec(columns.stream().map(Column::type).toList());
    }

    /** Whether rows written for the other table can be read as rows of this one. */
    boolean reads(WireTable older) {
        return older.columns.size() <= columns.size()
                && columns.subList(0, older.columns.size()).equals(older.columns);
    }

    void write(DataOutput out) throws IOException {
        RowCodec.writeString(name, out);
        writeColumns(columns, out);
    }

    static WireTable read(DataInput in) throws IOException {
        return new WireTable(RowCodec.readString(in), readColumns(in));
    }

    private static void writeColumns(List<Column> columns, DataOutput out) throws IOException {
        RowCodec.writeVarInt(columns.size(), out);
        for (Column c : columns) {
            RowCodec.writeString(c.name(), out);
            writeType(c.type(), out);
        }
    }

    private static List<Column> readColumns(DataInput in) throws IOException {
        int n = RowCodec.readVarInt(in);
        List<Column> columns = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            String name = RowCodec.readString(in);
            columns.add(Column.of(name, readType(in), ""));
        }
        return List.copyOf(columns);
    }

    private static void writeType(ColumnType type, DataOutput out) throws IOException {
        RowCodec.writeString(type.kind().name(), out);
        switch (type.kind()) {
            case DECIMAL -> {
                RowCodec.writeVarInt(type.precision(), out);
                RowCodec.writeVarInt(type.scale(), out);
            }
            case ARRAY -> writeType(type.element(), out);
            case STRUCT -> writeColumns(type.fields(), out);
            default -> {
                // the kind says all
            }
        }
    }

    private static ColumnType readType(DataInput in) throws IOException {
        ColumnType.Kind kind = ColumnType.Kind.valueOf(RowCodec.readString(in));
        return switch (kind) {
            case STRING -> ColumnType.STRING;
            case INT -> ColumnType.INT;
            case LONG -> ColumnType.LONG;
            case BOOLEAN -> ColumnType.BOOLEAN;
            case DATE -> ColumnType.DATE;
            case TIMESTAMP -> ColumnType.TIMESTAMP;
            case DECIMAL -> {
                int precision = RowCodec.readVarInt(in);
                yield ColumnType.decimal(precision, RowCodec.readVarInt(in));
            }
            case ARRAY -> ColumnType.array(readType(in));
            case STRUCT -> ColumnType.struct(readColumns(in).toArray(new Column[0]));
        };
    }
}
