package dev.tidemark.gold;

import dev.tidemark.contract.CellKey;
import dev.tidemark.contract.GoldTable;
import dev.tidemark.contract.GroupKey;
import dev.tidemark.contract.ReportingTime;
import dev.tidemark.table.TableRow;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Keeps the cells of every group in keyed state, and renders the groups that changed before every checkpoint barrier:
 * early results at each checkpoint, and once more when time alone changes it, as when its
 * window closes.
 *
 * <p>Flink's own windows do not fit: a cancellation counts for the day its booking was made, months back, so a window
 * is a group of sums that stays open, not a bag of events.
 */
public final class AggregateGroups extends AbstractStreamOperator<TableRow>
        implements OneInputStreamOperator<Contribution, TableRow>,
                Triggerable<GroupKey, VoidNamespace>,
                BoundedOneInput {
    private static final long serialVersionUID = 1L;

    private final Map<String, GoldTable> tables = new HashMap<>();
    private transient MapState<CellKey, long[]> cells;
    private transient InternalTimerService<VoidNamespace> timers;
    /** The touched cells of each group, each with its sums at the last rendering, or null if it was empty. */
    private transient Map<GroupKey, Map<CellKey, long[]>> changed;

    private transient Set<GroupKey> changedByTime;

    public AggregateGroups(List<GoldTable> tables) {
        tables.forEach(t -> this.tables.put(t.spec().name(), t));
    }

    @Override
    public void open() throws Exception {
        super.open();
        cells = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>(
                        "cells",
                        TypeInformation.of(CellKey.class),
                        PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO));
        timers = getInternalTimerService("window-closes", VoidNamespaceSerializer.INSTANCE, this);
        changed = new HashMap<>();
        changedByTime = new HashSet<>();
    }

    @Override
    public void processElement(StreamRecord<Contribution> element) throws Exception {
        Contribution c = element.getValue();
        GoldTable table = tables.get(c.group().table());
        Map<CellKey, long[]> changedCells = changed.computeIfAbsent(c.group(), g -> new HashMap<>());
        long[] sum = cells.get(c.cell());
        if (!changedCells.containsKey(c.cell())) {
            changedCells.put(c.cell(), sum == null ? null : sum.clone());
        }
        if (sum == null) {
            sum = c.amounts().clone();
        } else {
            Contribution.merge(table.measures(), sum, c.amounts());
        }
        // an empty cell stays until it was rendered, so that its row can be taken back
        cells.put(c.cell(), sum);
    }

    @Override
    public void onEventTime(InternalTimer<GroupKey, VoidNamespace> timer) {
        if (!tables.containsKey(timer.getKey().table())) {
            return; // set by an older release that had one more table
        }
        changedByTime.add(timer.getKey());
        changed.computeIfAbsent(timer.getKey(), g -> new HashMap<>());
    }

    @Override
    public void onProcessingTime(InternalTimer<GroupKey, VoidNamespace> timer) {
        throw new IllegalStateException("no processing-time timer is ever set here");
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        renderChanged();
    }

    @Override
    public void endInput() throws Exception {
        renderChanged();
    }

    private void renderChanged() throws Exception {
        long now = ReportingTime.micros(Instant.now());
        for (Map.Entry<GroupKey, Map<CellKey, long[]>> e : changed.entrySet()) {
            setCurrentKey(e.getKey());
            GoldTable table = tables.get(e.getKey().table());
            dropUnchanged(table, e.getValue());
            if (e.getValue().isEmpty() && !changedByTime.contains(e.getKey())) {
                continue;
            }
            Map<CellKey, long[]> live = new HashMap<>();
            for (Map.Entry<CellKey, long[]> cell : cells.entries()) {
                if (!Contribution.isEmpty(table.measures(), cell.getValue())) {
                    live.put(cell.getKey(), cell.getValue());
                }
            }
            table.render(
                    new RenderedGroup(
                            e.getKey().number(),
                            live,
                            e.getValue(),
                            changedByTime.contains(e.getKey()),
                            watermarkMicros(),
                            now),
                    row -> output.collect(new StreamRecord<>(row)));
            for (CellKey cell : e.getValue().keySet()) {
                if (!live.containsKey(cell)) {
                    cells.remove(cell);
                }
            }
            if (!live.isEmpty()) {
                long again = table.changesAtMicros(e.getKey().number(), watermarkMicros());
                if (again != Long.MAX_VALUE) {
                    timers.registerEventTimeTimer(VoidNamespace.INSTANCE, -Math.floorDiv(-again, 1_000L));
                }
            }
        }
        changed.clear();
        changedByTime.clear();
    }

    /** What was taken back and added again is as it was: its rows are not written again. */
    private void dropUnchanged(GoldTable table, Map<CellKey, long[]> touched) throws Exception {
        for (Iterator<Map.Entry<CellKey, long[]>> i = touched.entrySet().iterator(); i.hasNext(); ) {
            Map.Entry<CellKey, long[]> cell = i.next();
            long[] now = cells.get(cell.getKey());
            if (cell.getValue() == null && Contribution.isEmpty(table.measures(), now)) {
                cells.remove(cell.getKey());
                i.remove();
            } else if (Arrays.equals(cell.getValue(), now)) {
                i.remove();
            }
        }
    }

    private long watermarkMicros() {
        long millis = timers.currentWatermark();
        return millis == Long.MIN_VALUE || millis == Long.MAX_VALUE ? millis : millis * 1_000;
    }

    private record RenderedGroup(
            long number,
            Map<CellKey, long[]> cells,
            Map<CellKey, long[]> sumsBefore,
            boolean changedByTime,
            long watermarkMicros,
            long nowMicros)
            implements GoldTable.Group {
        @Override
        public Set<CellKey> changed() {
            return sumsBefore.keySet();
        }

        @Override
        public long[] before(CellKey cell) {
            return sumsBefore.get(cell);
        }
    }
}
