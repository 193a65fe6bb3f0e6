package dev.tidemark.topology;

import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/**
 * The watermarks of feeds that close no window (spend, mappings): always far ahead, so that where they meet a feed that
 * does, that feed's watermark alone counts.
 */
final class ReferenceWatermarks {
    /** Not the largest one, which Flink takes for the end of all input. */
    private static final Watermark FAR_AHEAD = new Watermark(Long.MAX_VALUE - 1);

    private ReferenceWatermarks() {}

    static <T> WatermarkStrategy<T> strategy() {
        return WatermarkStrategy.forGenerator(context -> new FarAhead<>());
    }

    private static final class FarAhead<T> implements WatermarkGenerator<T> {
        @Override
        public void onEvent(T event, long eventTimestamp, WatermarkOutput output) {
            output.emitWatermark(FAR_AHEAD);
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {
            output.emitWatermark(FAR_AHEAD);
        }
    }
}
