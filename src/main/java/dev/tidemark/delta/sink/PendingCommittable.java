package dev.tidemark.delta.sink;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * A committable in the committer's state.
 *
 * @param checkpointId the checkpoint that it waits for
 */
record PendingCommittable(long checkpointId, Committable committable) {
    private static final int VERSION = 1;

    byte[] toBytes() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeByte(VERSION);
        out.writeLong(checkpointId);
        committable.write(out);
        return bytes.toByteArray();
    }

    /** @throws IOException if the bytes are of a version that this release does not know */
    static PendingCommittable fromBytes(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        int version = in.readByte();
        if (version != VERSION) {
            throw new IOException("committer state of version " + version + ": this release reads version " + VERSION);
        }
        long checkpointId = in.readLong();
        return new PendingCommittable(checkpointId, Committable.read(in));
    }
}
