package dev.tidemark.ingest.kinesis;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputView;

/**
 * The checkpoint format of a split, version 1: shard id, parents (count, ids), kind of position (its name), sequence
 * number (empty if none), timestamp, clock, read up to.
 */
final class KinesisShardSplitSerializer implements SimpleVersionedSerializer<KinesisShardSplit> {
    static final int VERSION = 1;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(KinesisShardSplit split) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(128);
        write(split, out);
        return out.getCopyOfBuffer();
    }

    @Override
    public KinesisShardSplit deserialize(int version, byte[] bytes) throws IOException {
        refuseUnknown(version, "shard");
        return read(new DataInputDeserializer(bytes));
    }

    static void refuseUnknown(int version, String what) throws IOException {
        if (version != VERSION) {
            throw new IOException("The checkpoint holds a Kinesis " + what + " in format " + version
                    + ", but this release reads format " + VERSION
                    + " only. Restore it with the release that wrote it, or a newer one.");
        }
    }

    static void write(KinesisShardSplit split, DataOutputView out) throws IOException {
        out.writeUTF(split.splitId());
        out.writeInt(split.parentShardIds().size());
        for (String parent : split.parentShardIds()) {
            out.writeUTF(parent);
        }
        ShardPosition position = split.position();
        out.writeUTF(position.kind().name());
        out.writeUTF(position.sequenceNumber() == null ? "" : position.sequenceNumber());
        out.writeLong(position.timestampMillis());
        out.writeLong(split.clockMicros());
        out.writeLong(split.readUpToMillis());
    }

    static KinesisShardSplit read(DataInputView in) throws IOException {
        String shardId = in.readUTF();
        Set<String> parents = new TreeSet<>();
        for (int i = in.readInt(); i > 0; i--) {
            parents.add(in.readUTF());
        }
        ShardPosition.Kind kind = ShardPosition.Kind.valueOf(in.readUTF());
        String sequenceNumber = in.readUTF();
        ShardPosition position =
                new ShardPosition(kind, sequenceNumber.isEmpty() ? null : sequenceNumber, in.readLong());
        return new KinesisShardSplit(shardId, parents, position, in.readLong(), in.readLong());
    }
}
