package dev.tidemark.delta.sink;

import dev.tidemark.delta.Tables;
import dev.tidemark.table.Catalog;
import dev.tidemark.table.TableRow;
import dev.tidemark.testing.StateType;
import dev.tidemark.testing.StateTypes;
import java.io.IOException;
import java.util.List;

/** What waits to be committed, and rows on their way to it. */
public final class SinkStates implements StateTypes {
    @Override
    public List<StateType<?>> types() throws IOException {
        return List.of(
                StateType.tagged("Committable-files", CommittableSerializer.INSTANCE, CommittableTest.files()),
                StateType.tagged("Committable-changes", CommittableSerializer.INSTANCE, CommittableTest.changes()),
                StateType.tagged(
                        "PendingCommittable",
                        PendingCommittable.class,
                        new PendingCommittable(42, CommittableTest.files()),
                        PendingCommittable::toBytes,
                        (version, bytes) -> PendingCommittable.fromBytes(bytes)),
                StateType.described(
                        "TableRow",
                        1,
                        new TableRowTypeInfo(new Catalog(List.of(Tables.EVENTS, Tables.COUNTS, Tables.ALL_TYPES))),
                        TableRow.of(Tables.ALL_TYPES, Tables.allTypes(7, 20_000))));
    }
}
