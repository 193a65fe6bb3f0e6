package dev.tidemark.ingest.polled;

import dev.tidemark.table.RowCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * The one split of a place, and at the same time the enumerator's state: which version of which file was read.
 *
 * @param read versions by file name; null in the enumerator's state once a reader holds the split
 */
record PolledFilesSplit(Map<String, FileVersion> read) implements SourceSplit {
    static final PolledFilesSplit ASSIGNED = new PolledFilesSplit(null);

    static PolledFilesSplit nothingRead() {
        return new PolledFilesSplit(Map.of());
    }

    boolean isAssigned() {
        return read == null;
    }

    @Override
    public String splitId() {
        return "files";
    }

    /** A flag, a count, and each file's name, content hash and, since version 2, ETag or null. */
    static final class Serializer implements SimpleVersionedSerializer<PolledFilesSplit> {
        private static final int VERSION = 2;

        @Override
        public int getVersion() {
            return VERSION;
        }

        @Override
        public byte[] serialize(PolledFilesSplit split) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeBoolean(split.isAssigned());
            if (!split.isAssigned()) {
                out.writeInt(split.read.size());
                for (Map.Entry<String, FileVersion> e : split.read.entrySet()) {
                    RowCodec.writeString(e.getKey(), out);
                    RowCodec.writeString(e.getValue().hash(), out);
                    RowCodec.writeNullableString(e.getValue().etag(), out);
                }
            }
            return bytes.toByteArray();
        }

        @Override
        public PolledFilesSplit deserialize(int version, byte[] serialized) throws IOException {
            if (version < 1 || version > VERSION) {
                throw new IOException("polled files: the state has version " + version + ", this release reads 1 to "
                        + VERSION + "; it was written by a newer release");
            }
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized));
            if (in.readBoolean()) {
                return ASSIGNED;
            }
            Map<String, FileVersion> read = new TreeMap<>();
            for (int n = in.readInt(); n > 0; n--) {
                String name = RowCodec.readString(in);
                String hash = RowCodec.readString(in);
                read.put(name, new FileVersion(version == 1 ? null : RowCodec.readNullableString(in), hash));
            }
            return new PolledFilesSplit(read);
        }
    }
}
