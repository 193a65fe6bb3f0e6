package dev.tidemark.delta.sink;

import dev.tidemark.table.Catalog;
import dev.tidemark.table.RowCodec;
import dev.tidemark.table.TableRow;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes a row as the number of its table, whether it is a deletion, and its values. The numbers are kept in savepoints
 * by name ({@link TableRowSerializerSnapshot}), so a catalog with other tables or another order still reads old bytes.
 *
 * <p>A row counts as immutable: operators in a chain hand it on as it is.
 */
public final class TableRowSerializer extends TypeSerializer<TableRow> {
    private static final long serialVersionUID = 1L;

    private final List<WireTable> tables;
    private transient RowCodec[] codecs;
    private transient Map<String, Integer> numbers;

    public TableRowSerializer(Catalog catalog) {
        this(catalog.tables().stream().map(WireTable::of).toList());
    }

    TableRowSerializer(List<WireTable> tables) {
        this.tables = List.copyOf(tables);
    }

    List<WireTable> tables() {
        return tables;
    }

    @Override
    public boolean isImmutableType() {
        return true;
    }

    @Override
    public TypeSerializer<TableRow> duplicate() {
        return this;
    }

    @Override
    public TableRow createInstance() {
        return new TableRow("", new Object[0], false);
    }

    @Override
    public TableRow copy(TableRow from) {
        return from;
    }

    @Override
    public TableRow copy(TableRow from, TableRow reuse) {
        return from;
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public void serialize(TableRow row, DataOutputView target) throws IOException {
        prepare();
        Integer number = numbers.get(row.table());
        if (number == null) {
            throw new IOException("there is no table '" + row.table() + "' in the catalog");
        }
        RowCodec.writeVarInt(number << 1 | (row.delete() ? 1 : 0), target);
        codecs[number].write(row.values(), target);
    }

    @Override
    public TableRow deserialize(DataInputView source) throws IOException {
        prepare();
        int head = RowCodec.readVarInt(source);
        int number = head >> 1;
        if (number >= codecs.length) {
            throw new IOException("a row of table number " + number + ", but there are only " + codecs.length);
        }
        return new TableRow(tables.get(number).name(), codecs[number].read(source), (head & 1) != 0);
    }

    @Override
    public TableRow deserialize(TableRow reuse, DataInputView source) throws IOException {
        return deserialize(source);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        serialize(deserialize(source), target);
    }

    private void prepare() {
        if (codecs == null) {
            numbers = new HashMap<>();
            for (int i = 0; i < tables.size(); i++) {
                numbers.put(tables.get(i).name(), i);
            }
            codecs = tables.stream().map(WireTable::codec).toArray(RowCodec[]::new);
        }
    }

    @Override
    public TypeSerializerSnapshot<TableRow> snapshotConfiguration() {
        return new TableRowSerializerSnapshot(tables);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof TableRowSerializer s && tables.equals(s.tables);
    }

    @Override
    public int hashCode() {
        return tables.hashCode();
    }
}
