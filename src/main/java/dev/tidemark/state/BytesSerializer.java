package dev.tidemark.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * A Flink serializer for one type of ours. The first byte of every value is the version of its layout, so that state
 * written by an older release is read by {@link #read} of today.
 *
 * @param <T> the type
 */
public abstract class BytesSerializer<T> extends TypeSerializerSingleton<T> {
    private static final long serialVersionUID = 1L;

    /** The version of the layout that {@link #write} writes, 1 to 127. */
    protected abstract int version();

    /** Writes a value, without its version. */
    protected abstract void write(T value, DataOutput out) throws IOException;

    /** Reads a value of any version up to {@link #version}. */
    protected abstract T read(int version, DataInput in) throws IOException;

    @Override
    public final void serialize(T value, DataOutputView target) throws IOException {
        target.writeByte(version());
        write(value, target);
    }

    @Override
    public final T deserialize(DataInputView source) throws IOException {
        int version = source.readByte();
        if (version < 1 || version > version()) {
            throw new IOException(getClass().getSimpleName() + ": the state has version " + version
                    + ", this release reads 1 to " + version() + "; it was written by a newer release");
        }
        return read(version, source);
    }

    @Override
    public final T deserialize(T reuse, DataInputView source) throws IOException {
        return deserialize(source);
    }

    @Override
    public final T copy(T from, T reuse) {
        return copy(from);
    }

    @Override
    public final void copy(DataInputView source, DataOutputView target) throws IOException {
        serialize(deserialize(source), target);
    }

    @Override
    public final int getLength() {
        return -1;
    }
}
