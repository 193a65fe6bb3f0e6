package dev.tidemark.delta.sink;

import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Carries a {@link Committable} between operators; its bytes have their own version. */
public final class CommittableSerializer extends TypeSerializerSingleton<Committable> {
    private static final long serialVersionUID = 1L;

    static final CommittableSerializer INSTANCE = new CommittableSerializer();

    @Override
    public boolean isImmutableType() {
        return true;
    }

    @Override
    public Committable createInstance() {
        return new Committable("", List.of(), 0, new byte[0]);
    }

    @Override
    public Committable copy(Committable from) {
        return from;
    }

    @Override
    public Committable copy(Committable from, Committable reuse) {
        return from;
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public void serialize(Committable committable, DataOutputView target) throws IOException {
        committable.write(target);
    }

    @Override
    public Committable deserialize(DataInputView source) throws IOException {
        return Committable.read(source);
    }

    @Override
    public Committable deserialize(Committable reuse, DataInputView source) throws IOException {
        return deserialize(source);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        serialize(deserialize(source), target);
    }

    @Override
    public TypeSerializerSnapshot<Committable> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Names the serializer in a savepoint. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Committable> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
