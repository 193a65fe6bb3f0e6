package dev.tidemark.ingest.calendly;

import dev.tidemark.table.RowCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * The one split of the feed: its state as it goes into a checkpoint. Never holds a link to a page, nor anything secret.
 *
 * @param sweeps how many sweeps have begun
 * @param backfilled whether the first one, over all of the history, is over
 * @param sweep the one under way, or null
 * @param seen what is remembered, by the invitee's id; null in the enumerator's state once a reader holds the split
 */
record HistorySplit(long sweeps, boolean backfilled, Sweep sweep, Map<String, Seen> seen) implements SourceSplit {
    static final HistorySplit ASSIGNED = new HistorySplit(0, false, null, null);

    static HistorySplit nothingRead() {
        return new HistorySplit(0, false, null, Map.of());
    }

    boolean isAssigned() {
        return seen == null;
    }

    @Override
    public String splitId() {
        return "history";
    }

    /** Version 1: a flag whether it is assigned; if not, the fields in their order. */
    static final class Serializer implements SimpleVersionedSerializer<HistorySplit> {
        private static final int VERSION = 1;

        @Override
        public int getVersion() {
            return VERSION;
        }

        @Override
        public byte[] serialize(HistorySplit split) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeBoolean(split.isAssigned());
            if (!split.isAssigned()) {
                out.writeLong(split.sweeps);
                out.writeBoolean(split.backfilled);
                out.writeBoolean(split.sweep != null);
                if (split.sweep != null) {
                    writeSweep(split.sweep, out);
                }
                out.writeInt(split.seen.size());
                for (Map.Entry<String, Seen> e : split.seen.entrySet()) {
                    RowCodec.writeString(e.getKey(), out);
                    out.writeLong(e.getValue().fingerprint());
                    out.writeLong(e.getValue().noShowMicros());
                    out.writeLong(e.getValue().meetingStartMicros());
                }
            }
            return bytes.toByteArray();
        }

        private static void writeSweep(Sweep sweep, DataOutputStream out) throws IOException {
            out.writeLong(sweep.number());
            out.writeBoolean(sweep.backfill());
            out.writeLong(sweep.startedAtMicros());
            out.writeLong(sweep.fromMicros());
            out.writeLong(sweep.keepFromMicros());
            out.writeLong(sweep.watermarkMicros());
            out.writeInt(sweep.doneAtWatermark().size());
            for (String id : sweep.doneAtWatermark()) {
                RowCodec.writeString(id, out);
            }
            out.writeLong(sweep.events());
        }

        @Override
        public HistorySplit deserialize(int version, byte[] serialized) throws IOException {
            if (version != VERSION) {
                throw new IOException("calendly history: the state has version " + version + ", this release reads "
                        + VERSION + "; it was written by a newer release");
            }
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized));
            if (in.readBoolean()) {
                return ASSIGNED;
            }
            long sweeps = in.readLong();
            boolean backfilled = in.readBoolean();
            Sweep sweep = in.readBoolean() ? readSweep(in) : null;
            Map<String, Seen> seen = new HashMap<>();
            for (int n = in.readInt(); n > 0; n--) {
                seen.put(RowCodec.readString(in), new Seen(in.readLong(), in.readLong(), in.readLong()));
            }
            return new HistorySplit(sweeps, backfilled, sweep, seen);
        }

        private static Sweep readSweep(DataInputStream in) throws IOException {
            long number = in.readLong();
            boolean backfill = in.readBoolean();
            long startedAt = in.readLong();
            long from = in.readLong();
            long keepFrom = in.readLong();
            long watermark = in.readLong();
            Set<String> done = new HashSet<>();
            for (int n = in.readInt(); n > 0; n--) {
                done.add(RowCodec.readString(in));
            }
            return new Sweep(number, backfill, startedAt, from, keepFrom, watermark, done, in.readLong());
        }
    }
}
