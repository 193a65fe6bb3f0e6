package dev.tidemark.delta.sink;

import dev.tidemark.table.Catalog;
import dev.tidemark.table.TableRow;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** The type of rows on their way to the tables of a catalog. */
public final class TableRowTypeInfo extends TypeInformation<TableRow> {
    private static final long serialVersionUID = 1L;

    private final TableRowSerializer serializer;

    public TableRowTypeInfo(Catalog catalog) {
        this.serializer = new TableRowSerializer(catalog);
    }

    @Override
    public boolean isBasicType() {
        return false;
    }

    @Override
    public boolean isTupleType() {
        return false;
    }

    @Override
    public int getArity() {
        return 1;
    }

    @Override
    public int getTotalFields() {
        return 1;
    }

    @Override
    public Class<TableRow> getTypeClass() {
        return TableRow.class;
    }

    @Override
    public boolean isKeyType() {
        return false;
    }

    @Override
    public TypeSerializer<TableRow> createSerializer(SerializerConfig config) {
        return new TableRowSerializer(serializer.tables());
    }

    @Override
    public String toString() {
        return "TableRow";
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof TableRowTypeInfo t && serializer.equals(t.serializer);
    }

    @Override
    public int hashCode() {
        return serializer.hashCode();
    }

    @Override
    public boolean canEqual(Object o) {
        return o instanceof TableRowTypeInfo;
    }
}
