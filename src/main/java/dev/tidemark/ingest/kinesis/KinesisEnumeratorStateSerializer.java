package dev.tidemark.ingest.kinesis;

import dev.tidemark.ingest.kinesis.KinesisEnumeratorState.KnownShard;
import dev.tidemark.ingest.kinesis.KinesisEnumeratorState.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * The checkpoint format of the enumerator, version 1: discovered, start, then each shard as its status (name) and its
 * split in version 1 of {@link KinesisShardSplitSerializer}.
 */
final class KinesisEnumeratorStateSerializer implements SimpleVersionedSerializer<KinesisEnumeratorState> {

    @Override
    public int getVersion() {
        return KinesisShardSplitSerializer.VERSION;
    }

    @Override
    public byte[] serialize(KinesisEnumeratorState state) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(1024);
        out.writeBoolean(state.discovered());
        out.writeLong(state.startAtMillis());
        out.writeInt(state.shards().size());
        for (KnownShard shard : state.shards()) {
            out.writeUTF(shard.status().name());
            KinesisShardSplitSerializer.write(shard.split(), out);
        }
        return out.getCopyOfBuffer();
    }

    @Override
    public KinesisEnumeratorState deserialize(int version, byte[] bytes) throws IOException {
        KinesisShardSplitSerializer.refuseUnknown(version, "enumerator");
        DataInputDeserializer in = new DataInputDeserializer(bytes);
        boolean discovered = in.readBoolean();
        long startAtMillis = in.readLong();
        List<KnownShard> shards = new ArrayList<>();
        for (int i = in.readInt(); i > 0; i--) {
            Status status = Status.valueOf(in.readUTF());
            shards.add(new KnownShard(KinesisShardSplitSerializer.read(in), status));
        }
        return new KinesisEnumeratorState(discovered, startAtMillis, shards);
    }
}
