package dev.tidemark.delta.sink;

import dev.tidemark.delta.DataFile;
import dev.tidemark.table.RowCodec;
import dev.tidemark.table.TableRow;
import dev.tidemark.table.TableSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * What one writer has for one table at one checkpoint, ready to be committed.
 *
 * @param table the table's name
 * @param files for an appended table: the data files written
 * @param changes for an upserted table: how many rows and deletions there are
 * @param encodedChanges for an upserted table: these, encoded
 */
public record Committable(String table, List<DataFile> files, int changes, byte[] encodedChanges) {
    private static final int VERSION = 1;
    private static final byte[] NONE = {};

    static Committable ofFiles(String table, List<DataFile> files) {
        return new Committable(table, List.copyOf(files), 0, NONE);
    }

    static Committable ofChanges(TableSpec table, RowCodec codec, Collection<TableRow> changes) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (TableRow c : changes) {
            out.writeBoolean(c.delete());
            codec.write(c.values(), out);
        }
        return new Committable(table.name(), List.of(), changes.size(), bytes.toByteArray());
    }

    /** The rows and deletions, in order. */
    List<TableRow> decodeChanges(RowCodec codec) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(encodedChanges));
        List<TableRow> rows = new ArrayList<>(changes);
        for (int i = 0; i < changes; i++) {
            boolean delete = in.readBoolean();
            rows.add(new TableRow(table, codec.read(in), delete));
        }
        return rows;
    }

    void write(DataOutput out) throws IOException {
        out.writeByte(VERSION);
        RowCodec.writeString(table, out);
        RowCodec.writeVarInt(files.size(), out);
        for (DataFile f : files) {
            f.write(out);
        }
        RowCodec.writeVarInt(changes, out);
        RowCodec.writeVarInt(encodedChanges.length, out);
        out.write(encodedChanges);
    }

    /** @throws IOException if the bytes are of a version that this release does not know */
    static Committable read(DataInput in) throws IOException {
        int version = in.readByte();
        if (version != VERSION) {
            throw new IOException("committable of version " + version + ": this release reads version " + VERSION);
        }
        String table = RowCodec.readString(in);
        int fileCount = RowCodec.readVarInt(in);
        List<DataFile> files = new ArrayList<>(fileCount);
        for (int i = 0; i < fileCount; i++) {
            files.add(DataFile.read(in));
        }
        int changes = RowCodec.readVarInt(in);
        byte[] encoded = new byte[RowCodec.readVarInt(in)];
        in.readFully(encoded);
        return new Committable(table, List.copyOf(files), changes, encoded);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Committable c
                && table.equals(c.table)
                && files.equals(c.files)
                && changes == c.changes
                && Arrays.equals(encodedChanges, c.encodedChanges);
    }

    @Override
    public int hashCode() {
        return 31 * table.hashCode() + Arrays.hashCode(encodedChanges) + files.hashCode();
    }

    @Override
    public String toString() {
        return table + " (" + files.size() + " files, " + changes + " changes)";
    }
}
