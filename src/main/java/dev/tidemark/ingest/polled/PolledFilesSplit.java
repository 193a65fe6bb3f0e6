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
record PolledFilesSplit(Map<String, String> read) implements SourceSplit {
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

    /** Version 1: a flag, a count, and pairs of name and version. */
    static final class Serializer implements SimpleVersionedSerializer<PolledFilesSplit> {
        @Override
        public int getVersion() {
            return 1;
        }

        @Override
        public byte[] serialize(PolledFilesSplit split) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeBoolean(split.isAssigned());
            if (!split.isAssigned()) {
                out.writeInt(split.read.size());
                for (Map.Entry<String, String> e : split.read.entrySet()) {
                    RowCodec.writeString(e.getKey(), out);
                    RowCodec.writeString(e.getValue(), out);
                }
            }
            return bytes.toByteArray();
        }

        @Override
        public PolledFilesSplit deserialize(int version, byte[] serialized) throws IOException {
            if (version != 1) {
                throw new IOException("polled files: the state has version " + version + ", this release reads 1");
            }
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized));
            if (in.readBoolean()) {
                return ASSIGNED;
            }
            Map<String, String> read = new TreeMap<>();
            for (int n = in.readInt(); n > 0; n--) {
                read.put(RowCodec.readString(in), RowCodec.readString(in));
            }
            return new PolledFilesSplit(read);
        }
    }
}
