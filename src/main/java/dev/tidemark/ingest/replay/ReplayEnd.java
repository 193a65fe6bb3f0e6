package dev.tidemark.ingest.replay;

import dev.tidemark.envelope.Envelope;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/**
 * The mark behind the last line of a replay. With it event time jumps from the beginning to the instant that the replay
 * decides as of: what a replay finds cannot depend on the order in which its files happened to be read.
 */
public final class ReplayEnd {
    private ReplayEnd() {}

    static Envelope mark(long asOfMicros) {
        return new Envelope("", "", asOfMicros, null, new byte[0], "", asOfMicros, Envelope.Origin.PULLED, null);
    }

    public static boolean isMark(Envelope e) {
        return e.feed().isEmpty();
    }

    /** The watermarks of a replay: none until the mark comes. */
    public static WatermarkStrategy<Envelope> watermarks() {
        return WatermarkStrategy.forGenerator(context -> new AtMark());
    }

    private static final class AtMark implements WatermarkGenerator<Envelope> {
        @Override
        public void onEvent(Envelope e, long eventTimestamp, WatermarkOutput output) {
            if (isMark(e) && e.clockMicros() != EventClock.NONE) {
                output.emitWatermark(new Watermark(Math.floorDiv(e.clockMicros(), 1_000L)));
            }
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {}
    }
}
