package dev.tidemark.delta;

import dev.tidemark.table.Column;
import dev.tidemark.table.ColumnType;
import dev.tidemark.table.TableSpec;
import io.delta.kernel.types.ArrayType;
import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.ByteType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.DateType;
import io.delta.kernel.types.DecimalType;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.ShortType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Translates between our columns and Delta's schema, and says where the two differ. */
final class DeltaSchema {
    private DeltaSchema() {}

    static StructType of(TableSpec table) {
        return struct(table.columns());
    }

    private static StructType struct(List<Column> columns) {
        StructType struct = new StructType();
        for (Column c : columns) {
            struct = struct.add(c.name(), dataType(c.type()), true);
        }
        return struct;
    }

    static DataType dataType(ColumnType type) {
        return switch (type.kind()) {
            case STRING -> StringType.STRING;
            case INT -> IntegerType.INTEGER;
            case LONG -> LongType.LONG;
            case BOOLEAN -> BooleanType.BOOLEAN;
            case DATE -> DateType.DATE;
            case TIMESTAMP -> TimestampType.TIMESTAMP;
            case DECIMAL -> new DecimalType(type.precision(), type.scale());
            case ARRAY -> new ArrayType(dataType(type.element()), true);
            case STRUCT -> struct(type.fields());
        };
    }

    /**
     * The columns of a table that only its log describes. Small integers become INT; what we have no type for (binary
     * floating point, maps, bytes, ...) becomes STRING and is read as text.
     */
    static List<Column> columns(StructType schema) {
        return schema.fields().stream()
                .map(f -> Column.of(f.getName(), columnType(f.getDataType()), ""))
                .toList();
    }

    private static ColumnType columnType(DataType type) {
        if (type instanceof IntegerType || type instanceof ShortType || type instanceof ByteType) {
            return ColumnType.INT;
        } else if (type instanceof LongType) {
            return ColumnType.LONG;
        } else if (type instanceof BooleanType) {
            return ColumnType.BOOLEAN;
        } else if (type instanceof DateType) {
            return ColumnType.DATE;
        } else if (type instanceof TimestampType) {
            return ColumnType.TIMESTAMP;
        } else if (type instanceof DecimalType decimal) {
            return ColumnType.decimal(decimal.getPrecision(), decimal.getScale());
        } else if (type instanceof ArrayType array) {
            return ColumnType.array(columnType(array.getElementType()));
        } else if (type instanceof StructType struct) {
            return ColumnType.struct(columns(struct).toArray(new Column[0]));
        }
        return ColumnType.STRING;
    }

    /**
     * What the schema of a table in the lake becomes when the catalog has more columns at its end, which rows that were
     * written before have no value for; empty if that is not the difference between them.
     */
    static Optional<StructType> grown(TableSpec table, StructType stored) {
        StructType wanted = of(table);
        List<StructField> more = wanted.fields().subList(Math.min(stored.length(), wanted.length()), wanted.length());
        StructType grown = stored;
        for (StructField f : more) {
            grown = grown.add(f);
        }
        boolean fits = !more.isEmpty() && grown.fieldNames().equals(wanted.fieldNames());
        for (int i = 0; fits && i < wanted.length(); i++) {
            fits = sameType(wanted.at(i), grown.at(i));
        }
        return fits ? Optional.of(grown) : Optional.empty();
    }

    /**
     * Every way in which a table in the lake is not what the catalog says; empty if it is.
     *
     * @return sentences that name table, column and both types
     */
    static List<String> differences(TableSpec table, StructType stored, List<String> storedPartitions) {
        List<String> found = new ArrayList<>();
        StructType wanted = of(table);
        for (StructField f : wanted.fields()) {
            int at = stored.indexOf(f.getName());
            if (at < 0) {
                found.add(
                        difference(table, f.getName(), text(f), "not there") + "; a new column goes behind all others");
            } else if (!sameType(f, stored.at(at))) {
                found.add(difference(table, f.getName(), text(f), text(stored.at(at))));
            }
        }
        for (StructField f : stored.fields()) {
            if (wanted.indexOf(f.getName()) < 0) {
                found.add(difference(table, f.getName(), "not there", text(f)));
            }
        }
        if (found.isEmpty() && !stored.fieldNames().equals(wanted.fieldNames())) {
            found.add("table " + table.name() + ": the order of the columns is " + wanted.fieldNames()
                    + " in the catalog, but " + stored.fieldNames() + " in the lake");
        }
        if (!storedPartitions.equals(table.partitionBy())) {
            found.add("table " + table.name() + ": it is partitioned by " + table.partitionBy()
                    + " in the catalog, but by " + storedPartitions + " in the lake");
        }
        return found;
    }

    private static boolean sameType(StructField a, StructField b) {
        return a.isNullable() == b.isNullable() && a.getDataType().equals(b.getDataType());
    }

    private static String difference(TableSpec table, String column, String wanted, String stored) {
        return "table " + table.name() + ", column " + column + ": " + wanted + " in the catalog, but " + stored
                + " in the lake";
    }

    private static String text(StructField field) {
        DataType type = field.getDataType();
        ColumnType ours = columnType(type);
        String name = dataType(ours).equals(type) ? ours.toString() : type.toString();
        return field.isNullable() ? name : name + " not null";
    }
}
