package dev.tidemark.ingest.replay;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** What the enumerator checkpoints: every file it knows. Mutable; {@link #copy} before it leaves the enumerator. */
final class ReplayState {
    /** Where a file is. */
    enum Place {
        WAITING,
        WITH_READER,
        FINISHED
    }

    record Known(ReplaySplit split, Place place) {}

    final Map<String, Known> files = new TreeMap<>();

    ReplayState copy() {
        ReplayState copy = new ReplayState();
        copy.files.putAll(files);
        return copy;
    }

    /** The newest event time of all finished files, or {@link EventClock#NONE}. */
    long newestEventMicros() {
        return files.values().stream()
                .mapToLong(k -> k.split().newestEventMicros())
                .max()
                .orElse(EventClock.NONE);
    }

    boolean isAllFinished() {
        Collection<Known> all = files.values();
        return all.stream().allMatch(k -> k.place() == Place.FINISHED);
    }

    /** The state in a checkpoint. */
    static final class Serializer implements SimpleVersionedSerializer<ReplayState> {
        @Override
        public int getVersion() {
            return 1;
        }

        @Override
        public byte[] serialize(ReplayState state) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeInt(state.files.size());
            for (Known k : state.files.values()) {
                k.split().write(out);
                out.writeByte(k.place().ordinal());
            }
            return bytes.toByteArray();
        }

        @Override
        public ReplayState deserialize(int version, byte[] serialized) throws IOException {
            if (version != 1) {
                throw new IOException("replay: the state has version " + version + ", this release reads 1");
            }
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized));
            ReplayState state = new ReplayState();
            for (int n = in.readInt(); n > 0; n--) {
                ReplaySplit split = ReplaySplit.read(in);
                state.files.put(split.name(), new Known(split, Place.values()[in.readByte()]));
            }
            return state;
        }
    }
}
