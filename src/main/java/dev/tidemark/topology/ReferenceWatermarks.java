package dev.tidemark.topology;

import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/**
 * The watermarks of feeds that carry no event time (spend, mappings): none, and idle, so that where they meet a feed that
 * carries it, that feed's watermark alone counts. A watermark far ahead would not do: it counts once the other is idle.
 */
final class ReferenceWatermarks {
    private ReferenceWatermarks() {}

    static <T> WatermarkStrategy<T> strategy() {
        return WatermarkStrategy.forGenerator(context -> new AlwaysIdle<>());
    }

    private static final class AlwaysIdle<T> implements WatermarkGenerator<T> {
        @Override
        public void onEvent(T event, long eventTimestamp, WatermarkOutput output) {}

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {
            output.markIdle();
        }
    }
}
