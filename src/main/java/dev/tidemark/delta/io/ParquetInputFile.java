package dev.tidemark.delta.io;

import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/** A file of the lake as Parquet's reader wants it: no file system of Hadoop is in between. */
public final class ParquetInputFile implements InputFile {
    private final io.delta.kernel.defaults.engine.fileio.InputFile file;
    private final long length;

    /** @param status where the file is and its size as the log tells it */
    public ParquetInputFile(LakeFiles files, FileStatus status) {
        this.file = files.newInputFile(status.getPath(), status.getSize());
        this.length = status.getSize();
    }

    @Override
    public long getLength() {
        return length;
    }

    @Override
    public SeekableInputStream newStream() throws IOException {
        io.delta.kernel.defaults.engine.fileio.SeekableInputStream in = file.newStream();
        return new DelegatingSeekableInputStream(in) {
            @Override
            public long getPos() throws IOException {
                return in.getPos();
            }

            @Override
            public void seek(long position) throws IOException {
                in.seek(position);
            }
        };
    }

    @Override
    public String toString() {
        return file.path();
    }
}
