package dev.tidemark.ingest.polled;

import dev.tidemark.state.BytesSerializer;
import dev.tidemark.state.BytesTypeInfo;
import dev.tidemark.table.RowCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/**
 * One version of a file, whole.
 *
 * @param name its name at its place
 * @param version what tells versions apart: an ETag or a content hash
 * @param readAtMicros when it was read, microseconds since the epoch
 * @param knownAtMicros from when on its content is known: when it was read; in a replay from the beginning, which is
 *     {@link Long#MIN_VALUE}
 * @param content its bytes; none if it was too large
 * @param tooLargeBytes 0, or how many bytes it has at least if it was too large to be taken
 */
public record PolledFile(
        String name, String version, long readAtMicros, long knownAtMicros, byte[] content, long tooLargeBytes) {
    /** Comes after the last file of a replay. */
    public static final PolledFile END_OF_REPLAY = new PolledFile("", "", 0, new byte[0]);

    public static final BytesTypeInfo<PolledFile> TYPE = new BytesTypeInfo<>(PolledFile.class, Serializer.INSTANCE);

    /** A file that was read by a live job. */
    public PolledFile(String name, String version, long readAtMicros, byte[] content) {
        this(name, version, readAtMicros, readAtMicros, content, 0);
    }

    public boolean isEndOfReplay() {
        return name.isEmpty();
    }

    /** Writes a file between operators; version 1 did not know from when on it was known, nor large files. */
    public static final class Serializer extends BytesSerializer<PolledFile> {
        private static final long serialVersionUID = 1L;
        static final Serializer INSTANCE = new Serializer();

        @Override
        protected int version() {
            return 2;
        }

        @Override
        protected void write(PolledFile f, DataOutput out) throws IOException {
            RowCodec.writeString(f.name, out);
            RowCodec.writeString(f.version, out);
            out.writeLong(f.readAtMicros);
            out.writeLong(f.knownAtMicros);
            out.writeLong(f.tooLargeBytes);
            RowCodec.writeVarInt(f.content.length, out);
            out.write(f.content);
        }

        @Override
        protected PolledFile read(int version, DataInput in) throws IOException {
            String name = RowCodec.readString(in);
            String fileVersion = RowCodec.readString(in);
            long readAt = in.readLong();
            long knownAt = version == 1 ? readAt : in.readLong();
            long tooLargeBytes = version == 1 ? 0 : in.readLong();
            byte[] content = new byte[RowCodec.readVarInt(in)];
            in.readFully(content);
            return new PolledFile(name, fileVersion, readAt, knownAt, content, tooLargeBytes);
        }

        @Override
        public boolean isImmutableType() {
            return true;
        }

        @Override
        public PolledFile createInstance() {
            return END_OF_REPLAY;
        }

        @Override
        public PolledFile copy(PolledFile from) {
            return from;
        }

        @Override
        public TypeSerializerSnapshot<PolledFile> snapshotConfiguration() {
            return new Snapshot();
        }

        /** Recorded in a savepoint. */
        public static final class Snapshot extends SimpleTypeSerializerSnapshot<PolledFile> {
            public Snapshot() {
                super(() -> INSTANCE);
            }
        }
    }
}
