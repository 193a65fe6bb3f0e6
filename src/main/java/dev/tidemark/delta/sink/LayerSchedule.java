package dev.tidemark.delta.sink;

import dev.tidemark.table.TableSpec.Layer;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Which layers are due at a checkpoint. A layer that is due takes along those that are committed more often, so that
 * again and again there is a checkpoint that all tables are complete up to.
 */
final class LayerSchedule {
    private final CommitCadence cadence;
    private final Map<Layer, Long> committedAtMillis = new EnumMap<>(Layer.class);

    LayerSchedule(CommitCadence cadence) {
        this.cadence = cadence;
    }

    /**
     * @param waiting the layers that something waits for
     * @return those of them to commit now
     */
    Set<Layer> due(Set<Layer> waiting, long nowMillis) {
        long longest = waiting.stream()
                .filter(layer -> isDue(layer, nowMillis))
                .mapToLong(this::intervalMillis)
                .max()
                .orElse(-1);
        Set<Layer> due = EnumSet.noneOf(Layer.class);
        waiting.stream().filter(layer -> intervalMillis(layer) <= longest).forEach(due::add);
        return due;
    }

    void committed(Set<Layer> layers, long nowMillis) {
        layers.forEach(layer -> committedAtMillis.put(layer, nowMillis));
    }

    private boolean isDue(Layer layer, long nowMillis) {
        Long last = committedAtMillis.get(layer);
        // a clock that was set back must not hold a layer
        return last == null || nowMillis < last || nowMillis - last >= intervalMillis(layer);
    }

    private long intervalMillis(Layer layer) {
        return cadence.interval(layer).toMillis();
    }
}
