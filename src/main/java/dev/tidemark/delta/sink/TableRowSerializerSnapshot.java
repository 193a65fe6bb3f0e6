package dev.tidemark.delta.sink;

import dev.tidemark.table.RowCodec;
import dev.tidemark.table.TableRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The tables and columns that a {@link TableRowSerializer} wrote with, in the order of their numbers. */
public final class TableRowSerializerSnapshot implements TypeSerializerSnapshot<TableRow> {
    private static final int VERSION = 1;

    private List<WireTable> tables;

    /** For Flink, which fills it by {@link #readSnapshot}. */
    public TableRowSerializerSnapshot() {
        this(List.of());
    }

    TableRowSerializerSnapshot(List<WireTable> tables) {
        this.tables = tables;
    }

    @Override
    public int getCurrentVersion() {
        return VERSION;
    }

    @Override
    public void writeSnapshot(DataOutputView out) throws IOException {
        RowCodec.writeVarInt(tables.size(), out);
        for (WireTable t : tables) {
            t.write(out);
        }
    }

    @Override
    public void readSnapshot(int version, DataInputView in, ClassLoader loader) throws IOException {
        if (version != VERSION) {
            throw new IOException("row serializer of version " + version + ": this release reads version " + VERSION);
        }
        int n = RowCodec.readVarInt(in);
        List<WireTable> read = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            read.add(WireTable.read(in));
        }
        tables = List.copyOf(read);
    }

    @Override
    public TypeSerializer<TableRow> restoreSerializer() {
        return new TableRowSerializer(tables);
    }

    /**
     * Tables may have come, gone and changed places, and have new columns at the end. A table that lost or changed a
     * column is incompatible.
     */
    @Override
    public TypeSerializerSchemaCompatibility<TableRow> resolveSchemaCompatibility(
            TypeSerializerSnapshot<TableRow> oldSnapshot) {
        if (!(oldSnapshot instanceof TableRowSerializerSnapshot old)) {
            return TypeSerializerSchemaCompatibility.incompatible();
        }
        Map<String, WireTable> byName = new LinkedHashMap<>();
        tables.forEach(t -> byName.put(t.name(), t));
        List<WireTable> numbered = new ArrayList<>();
        for (WireTable before : old.tables) {
            WireTable now = byName.remove(before.name());
            if (now != null && !now.reads(before)) {
                return TypeSerializerSchemaCompatibility.incompatible();
            }
            numbered.add(now == null ? before : now);
        }
        numbered.addAll(byName.values());
        return numbered.equals(tables)
                ? TypeSerializerSchemaCompatibility.compatibleAsIs()
                : TypeSerializerSchemaCompatibility.compatibleWithReconfiguredSerializer(
                        new TableRowSerializer(numbered));
    }
}
