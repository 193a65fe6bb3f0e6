package dev.tidemark.testing;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * A type whose bytes end in checkpoints, and a value of it that is stored under {@code src/test/resources/state} in every
 * version of its layout.
 *
 * @param <T> the type
 */
public final class StateType<T> {
    /** Writes a value as a checkpoint holds it. */
    @FunctionalInterface
    public interface Writer<T> {
        byte[] write(T value) throws IOException;
    }

    /** Reads what a release wrote; all bytes must be used. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(int version, byte[] bytes) throws IOException;
    }

    private final String name;
    private final int version;
    private final Object serializer;
    private final T value;
    private final Writer<T> writer;
    private final Reader<T> reader;
    private final Map<Integer, T> before = new HashMap<>();

    private StateType(String name, int version, Object serializer, T value, Writer<T> writer, Reader<T> reader) {
        this.name = name;
        this.version = version;
        this.serializer = serializer;
        this.value = value;
        this.writer = writer;
        this.reader = reader;
    }

    /** A type whose bytes begin with the version of their layout. */
    public static <T> StateType<T> tagged(String name, Object serializer, T value, Writer<T> writer, Reader<T> reader)
            throws IOException {
        return new StateType<>(name, writer.write(value)[0], serializer, value, writer, reader);
    }

    /** A type whose serializer for Flink begins every value with the version of its layout. */
    public static <T> StateType<T> tagged(String name, TypeSerializer<T> serializer, T value) throws IOException {
        return tagged(name, serializer, value, v -> bytes(serializer, v), (version, bytes) -> read(serializer, bytes));
    }

    /** A type whose version Flink keeps beside the bytes: splits and enumerators. */
    public static <T> StateType<T> beside(String name, SimpleVersionedSerializer<T> serializer, T value) {
        return new StateType<>(
                name, serializer.getVersion(), serializer, value, serializer::serialize, serializer::deserialize);
    }

    /**
     * A type whose layout Flink keeps as a snapshot of its serializer: the stored bytes are the snapshot, then the value.
     *
     * @param version counted by us, as the snapshot has no number: one more whenever the stored bytes change
     */
    public static <T> StateType<T> described(String name, int version, TypeInformation<T> type, T value) {
        TypeSerializer<T> serializer = type.createSerializer(new SerializerConfigImpl());
        return new StateType<>(name, version, serializer, value, v -> withSnapshot(serializer, v), (then, bytes) -> {
            DataInputDeserializer in = new DataInputDeserializer(bytes);
            TypeSerializerSnapshot<T> stored =
                    TypeSerializerSnapshot.readVersionedSnapshot(in, StateType.class.getClassLoader());
            if (serializer
                    .snapshotConfiguration()
                    .resolveSchemaCompatibility(stored)
                    .isIncompatible()) {
                throw new IOException(name + ": today's serializer takes no state of version " + then);
            }
            return allOf(in, stored.restoreSerializer().deserialize(in));
        });
    }

    /** The same type, which in an older version of its layout could tell only so much of the value. */
    public StateType<T> before(int olderVersion, T olderValue) {
        before.put(olderVersion, olderValue);
        return this;
    }

    public String name() {
        return name;
    }

    /** The version that today's code writes. */
    public int version() {
        return version;
    }

    /** What writes it. */
    public Object serializer() {
        return serializer;
    }

    /** What is to be read from the stored bytes of a version. */
    public T value(int storedVersion) {
        return before.getOrDefault(storedVersion, value);
    }

    /** The value as today's code writes it. */
    public byte[] write() throws IOException {
        return writer.write(value);
    }

    public T read(int storedVersion, byte[] bytes) throws IOException {
        return reader.read(storedVersion, bytes);
    }

    @Override
    public String toString() {
        return name;
    }

    private static <T> byte[] bytes(TypeSerializer<T> serializer, T value) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(512);
        serializer.serialize(value, out);
        return out.getCopyOfBuffer();
    }

    private static <T> T read(TypeSerializer<T> serializer, byte[] bytes) throws IOException {
        DataInputDeserializer in = new DataInputDeserializer(bytes);
        return allOf(in, serializer.deserialize(in));
    }

    private static <T> byte[] withSnapshot(TypeSerializer<T> serializer, T value) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(512);
        TypeSerializerSnapshot.writeVersionedSnapshot(out, serializer.snapshotConfiguration());
        serializer.serialize(value, out);
        return out.getCopyOfBuffer();
    }

    private static <T> T allOf(DataInputDeserializer in, T value) throws IOException {
        if (in.available() > 0) {
            throw new IOException(in.available() + " bytes are left unread");
        }
        return value;
    }
}
