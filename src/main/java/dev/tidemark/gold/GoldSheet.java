package dev.tidemark.gold;

import dev.tidemark.contract.CellKey;
import dev.tidemark.contract.GoldFact;
import dev.tidemark.contract.GoldTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A Gold table made in memory from all facts that hold: what the gold stage keeps in state from change to change, computed
 * at once. For checks and explanations.
 */
public final class GoldSheet {
    private final GoldTable table;
    private final Map<Long, Map<CellKey, long[]>> groups = new HashMap<>();

    public GoldSheet(GoldTable table) {
        this.table = table;
    }

    /** Adds what a fact contributes to this table. */
    public void add(GoldFact fact) {
        Contribution.of(
                fact, 1, List.of(table), c -> groups.computeIfAbsent(c.group().number(), g -> new HashMap<>())
                        .merge(c.cell(), c.amounts(), (sum, more) -> {
                            Contribution.merge(table.measures(), sum, more);
                            return sum;
                        }));
    }

    /**
     * The rows, in no order.
     *
     * @param watermarkMicros how far event time has come, microseconds
     */
    public List<Object[]> rows(long watermarkMicros) {
        List<Object[]> rows = new ArrayList<>();
        groups.forEach((number, cells) -> {
            Map<CellKey, long[]> live = new HashMap<>(cells);
            live.values().removeIf(a -> Contribution.isEmpty(table.measures(), a));
            table.render(new Whole(number, live, cells.keySet(), watermarkMicros), row -> {
                if (!row.delete()) {
                    rows.add(row.values());
                }
            });
        });
        return rows;
    }

    private record Whole(long number, Map<CellKey, long[]> cells, Set<CellKey> changed, long watermarkMicros)
            implements GoldTable.Group {
        @Override
        public long[] before(CellKey cell) {
            return null;
        }

        @Override
        public boolean changedByTime() {
            return true;
        }

        @Override
        public long nowMicros() {
            return 0;
        }
    }
}
