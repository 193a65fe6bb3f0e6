package dev.tidemark.ingest.calendly;

import dev.tidemark.testing.StateType;
import dev.tidemark.testing.StateTypes;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A history in the middle of its first sweep. */
public final class HistoryStates implements StateTypes {
    static HistorySplit everything() {
        Sweep sweep = new Sweep(7, true, 1_000, 2_000, 3_000, 4_000, Set.of("E-1", "E-\u00e9"), 5);
        return new HistorySplit(
                7, false, sweep, Map.of("a", new Seen(-1, 2, 3), "b", new Seen(4, HistoryJson.NONE, 5)));
    }

    @Override
    public List<StateType<?>> types() {
        return List.of(
                StateType.beside("HistorySplit", new HistorySplit.Serializer(), everything()),
                StateType.beside("HistorySplit-assigned", new HistorySplit.Serializer(), HistorySplit.ASSIGNED));
    }
}
