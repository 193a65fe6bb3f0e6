package dev.tidemark.delta.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.delta.Tables;
import dev.tidemark.table.Catalog;
import dev.tidemark.table.ColumnType;
import dev.tidemark.table.TableRow;
import dev.tidemark.table.TableSpec;
import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class TableRowSerializerTest {
    private static final Catalog CATALOG = new Catalog(List.of(Tables.EVENTS, Tables.COUNTS, Tables.ALL_TYPES));
    private static final TableRow ALL_TYPES = TableRow.of(Tables.ALL_TYPES, Tables.allTypes(7, 20_000));

    private final TypeSerializer<TableRow> serializer =
            new TableRowTypeInfo(CATALOG).createSerializer(new SerializerConfigImpl());

    @Test
    void rowsOfAllTablesComeBack() throws IOException {
        for (TableRow row : List.of(ALL_TYPES, Tables.event(1, 2), Tables.count(1, "a", 3), Tables.noCount(1, "a"))) {
            assertThat(read(serializer, write(serializer, row))).isEqualTo(row);
        }
        // table number, deletion, column count, nulls, one long, one date, a short text: no names on the wire
        assertThat(write(serializer, Tables.event(1, 2)).length).isLessThan(35);
        assertThatThrownBy(() -> write(serializer, new TableRow("nowhere", new Object[0], false)))
                .hasMessageContaining("nowhere");
    }

    @Test
    void anotherOrderOfTablesStillReadsOldRows() throws IOException {
        byte[] old = write(serializer, Tables.count(1, "a", 3));
        TableSpec added = TableSpec.append("added", TableSpec.Layer.BRONZE)
                .column("x", ColumnType.INT, "")
                .build();
        TableRowSerializer now = new TableRowSerializer(new Catalog(List.of(added, Tables.COUNTS, Tables.EVENTS)));

        TypeSerializerSchemaCompatibility<TableRow> compatibility = compatibility(now);

        assertThat(compatibility.isCompatibleWithReconfiguredSerializer()).isTrue();
        TypeSerializer<TableRow> reconfigured = compatibility.getReconfiguredSerializer();
        assertThat(read(reconfigured, old)).isEqualTo(Tables.count(1, "a", 3));
        TableRow ofAdded = TableRow.of(added, 5);
        assertThat(read(reconfigured, write(reconfigured, ofAdded))).isEqualTo(ofAdded);
        // rows of a table that is gone are still told apart; who gets one says that the table is not known
        assertThat(read(reconfigured, write(serializer, ALL_TYPES))).isEqualTo(ALL_TYPES);
    }

    @Test
    void aColumnMoreAtTheEndReadsAsNull() throws IOException {
        TableSpec wider =
                events(ColumnType.STRING).column("more", ColumnType.STRING, "").build();
        TypeSerializerSchemaCompatibility<TableRow> compatibility =
                compatibility(new TableRowSerializer(new Catalog(List.of(wider, Tables.COUNTS, Tables.ALL_TYPES))));
        assertThat(compatibility.isCompatibleAsIs()).isTrue();
        byte[] old = write(serializer, Tables.event(1, 2));
        assertThat(read(new TableRowSerializer(new Catalog(List.of(wider))), old))
                .isEqualTo(TableRow.of(wider, 1L, "body of 1", 2, null));
    }

    @Test
    void aColumnOfAnotherTypeIsIncompatible() throws IOException {
        assertThat(compatibility(new TableRowSerializer(
                                new Catalog(List.of(events(ColumnType.LONG).build()))))
                        .isIncompatible())
                .isTrue();
        assertThat(compatibility(new TableRowSerializer(CATALOG)).isCompatibleAsIs())
                .isTrue();
    }

    private static TableSpec.Builder events(ColumnType body) {
        return TableSpec.append("events", TableSpec.Layer.BRONZE)
                .column("id", ColumnType.LONG, "said otherwise")
                .column("body", body, "")
                .column("day", ColumnType.DATE, "");
    }

    private TypeSerializerSchemaCompatibility<TableRow> compatibility(TableRowSerializer now) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        TypeSerializerSnapshot.writeVersionedSnapshot(out, serializer.snapshotConfiguration());
        TypeSerializerSnapshot<TableRow> old = TypeSerializerSnapshot.readVersionedSnapshot(
                new DataInputDeserializer(out.getCopyOfBuffer()), getClass().getClassLoader());
        return now.snapshotConfiguration().resolveSchemaCompatibility(old);
    }

    private static byte[] write(TypeSerializer<TableRow> serializer, TableRow row) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.serialize(row, out);
        return out.getCopyOfBuffer();
    }

    private static TableRow read(TypeSerializer<TableRow> serializer, byte[] bytes) throws IOException {
        return serializer.deserialize(new DataInputDeserializer(bytes));
    }
}
