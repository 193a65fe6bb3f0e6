package dev.tidemark.gold;

import dev.tidemark.contract.CellKey;
import dev.tidemark.contract.GoldTable;
import dev.tidemark.contract.GroupKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Sums contributions to the same cell before they cross the network, and lets them go before every checkpoint barrier.
 * One channel has most bookings and today has nearly all of them: without this step one subtask would get them all.
 */
public final class SumLocally extends AbstractStreamOperator<Contribution>
        implements OneInputStreamOperator<Contribution, Contribution>, BoundedOneInput {
    private static final long serialVersionUID = 1L;
    /** Bounds the memory between two checkpoints; a busy day touches a few thousand cells. */
    private static final int MAX_CELLS = 50_000;

    private final Map<String, GoldTable> tables = new HashMap<>();
    private transient Map<GroupKey, Map<CellKey, long[]>> sums;
    private transient int cells;

    public SumLocally(List<GoldTable> tables) {
        tables.forEach(t -> this.tables.put(t.spec().name(), t));
    }

    @Override
    public void open() throws Exception {
        super.open();
        sums = new HashMap<>();
    }

    @Override
    public void processElement(StreamRecord<Contribution> element) {
        Contribution c = element.getValue();
        Map<CellKey, long[]> group = sums.computeIfAbsent(c.group(), g -> new HashMap<>());
        long[] sum = group.get(c.cell());
        if (sum == null) {
            group.put(c.cell(), c.amounts().clone());
            if (++cells >= MAX_CELLS) {
                release();
            }
        } else {
            Contribution.merge(tables.get(c.group().table()).measures(), sum, c.amounts());
        }
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) {
        release();
    }

    @Override
    public void endInput() {
        release();
    }

    private void release() {
        sums.forEach((group, byCell) -> byCell.forEach(
                (cell, amounts) -> output.collect(new StreamRecord<>(new Contribution(group, cell, amounts)))));
        sums.clear();
        cells = 0;
    }
}
