package dev.tidemark.delta.io;

import java.io.IOException;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/** A file of the lake as Parquet's writer wants it: no file system of Hadoop is in between. */
public final class ParquetOutputFile implements OutputFile {
    private final LakeFiles files;
    private final String location;
    private LakeOutputStream out;

    /** @param location where the new file goes; nothing may be there yet */
    public ParquetOutputFile(LakeFiles files, String location) {
        this.files = files;
        this.location = location;
    }

    /** How many bytes have left Parquet's writer for the file so far. */
    public long position() throws IOException {
        return out.getPos();
    }

    /** How much memory the part that has left Parquet's writer takes until it is stored, in bytes. */
    public long memoryBytes() {
        return out.memoryBytes();
    }

    @Override
    public PositionOutputStream create(long blockSizeHint) throws IOException {
        out = files.create(location, false);
        return new PositionOutputStream() {
            @Override
            public long getPos() throws IOException {
                return out.getPos();
            }

            @Override
            public void write(int b) throws IOException {
                out.write(b);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }

            @Override
            public void flush() throws IOException {
                out.flush();
            }

            @Override
            public void close() throws IOException {
                out.close();
            }
        };
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) throws IOException {
        return create(blockSizeHint);
    }

    @Override
    public boolean supportsBlockSize() {
        return false;
    }

    @Override
    public long defaultBlockSize() {
        return 0;
    }

    @Override
    public String getPath() {
        return location;
    }
}
