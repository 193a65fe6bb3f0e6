package dev.tidemark.ingest.replay;

import dev.tidemark.table.RowCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * A file and how far it has been read.
 *
 * @param name its name in the folder
 * @param path where it is
 * @param size its size in bytes, as stored
 * @param linesRead lines read so far
 * @param clockMicros the newest time of receipt among them
 * @param newestEventMicros the newest event time among them
 * @param finished whether it was read to the end
 * @param checksum CRC-32C of its bytes as stored once it is finished; before, that of what it was when it was read
 *     last, or 0
 */
record ReplaySplit(
        String name,
        String path,
        long size,
        long linesRead,
        long clockMicros,
        long newestEventMicros,
        boolean finished,
        long checksum)
        implements SourceSplit {

    static ReplaySplit unread(String name, String path, long size) {
        return new ReplaySplit(name, path, size, 0, EventClock.NONE, EventClock.NONE, false, 0);
    }

    /** This file to be read once more, because it was changed; knows the checksum of what it was. */
    ReplaySplit changed(String newPath, long newSize) {
        return new ReplaySplit(name, newPath, newSize, 0, EventClock.NONE, EventClock.NONE, false, checksum);
    }

    @Override
    public String splitId() {
        return name;
    }

    void write(DataOutput out) throws IOException {
        RowCodec.writeString(name, out);
        RowCodec.writeString(path, out);
        out.writeLong(size);
        out.writeLong(linesRead);
        out.writeLong(clockMicros);
        out.writeLong(newestEventMicros);
        out.writeBoolean(finished);
        out.writeLong(checksum);
    }

    static ReplaySplit read(DataInput in) throws IOException {
        return new ReplaySplit(
                RowCodec.readString(in),
                RowCodec.readString(in),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readBoolean(),
                in.readLong());
    }

    /** The split in a checkpoint. */
    static final class Serializer implements SimpleVersionedSerializer<ReplaySplit> {
        @Override
        public int getVersion() {
            return 1;
        }

        @Override
        public byte[] serialize(ReplaySplit split) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            split.write(new DataOutputStream(bytes));
            return bytes.toByteArray();
        }

        @Override
        public ReplaySplit deserialize(int version, byte[] serialized) throws IOException {
            if (version != 1) {
                throw new IOException("replay split: the state has version " + version + ", this release reads 1");
            }
            return read(new DataInputStream(new ByteArrayInputStream(serialized)));
        }
    }
}
