package dev.tidemark.delta;

import dev.tidemark.table.RowCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A data file that is written but not yet part of its table: all that Delta's {@code add} action needs.
 *
 * @param path where it lies under the table, URL-encoded as the log holds it
 * @param partitionValues text of each partition column's value, null for null, in partition order
 * @param sizeBytes its size
 * @param modifiedMillis when it was written, milliseconds since the epoch
 * @param rows how many rows it holds
 * @param statistics Delta's statistics as JSON: number of rows, least and greatest values, nulls
 */
public record DataFile(
        String path,
        Map<String, String> partitionValues,
        long sizeBytes,
        long modifiedMillis,
        long rows,
        String statistics) {

    private static final int VERSION = 1;

    /** Writes it in a form that later releases can read. */
    public void write(DataOutput out) throws IOException {
        out.writeByte(VERSION);
        RowCodec.writeString(path, out);
        RowCodec.writeVarInt(partitionValues.size(), out);
        for (Map.Entry<String, String> p : partitionValues.entrySet()) {
            RowCodec.writeString(p.getKey(), out);
            RowCodec.writeNullableString(p.getValue(), out);
        }
        out.writeLong(sizeBytes);
        out.writeLong(modifiedMillis);
        out.writeLong(rows);
        RowCodec.writeString(statistics, out);
    }

    /** @throws IOException if the bytes are of a version that this release does not know */
    public static DataFile read(DataInput in) throws IOException {
        int version = in.readByte();
        if (version != VERSION) {
            throw new IOException("data file of version " + version + ": this release reads version " + VERSION);
        }
        String path = RowCodec.readString(in);
        Map<String, String> partitionValues = new LinkedHashMap<>();
        for (int n = RowCodec.readVarInt(in); n > 0; n--) {
            String column = RowCodec.readString(in);
            partitionValues.put(column, RowCodec.readNullableString(in));
        }
        return new DataFile(
                path, partitionValues, in.readLong(), in.readLong(), in.readLong(), RowCodec.readString(in));
    }
}
