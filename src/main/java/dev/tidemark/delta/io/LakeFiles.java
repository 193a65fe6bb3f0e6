package dev.tidemark.delta.io;

import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.util.Optional;

/** The files of a lake as Delta Kernel wants them, and what maintenance and writers need beyond that. */
public abstract class LakeFiles implements FileIO, AutoCloseable {
    /** What Kernel writes itself (log checkpoints) is compressed as our data files are. */
    private static final String COMPRESSION_KEY = "parquet.compression";

    @Override
    public final Optional<String> getConf(String key) {
        return key.equals(COMPRESSION_KEY) ? Optional.of("zstd") : Optional.empty();
    }

    /**
     * Every file under a directory, however deep, in no order; none if there is no such directory.
     *
     * @param directory without a slash at its end
     */
    public abstract CloseableIterator<FileStatus> listAll(String directory) throws IOException;

    /**
     * A new file to write.
     *
     * @param putIfAbsent whether it appears only when it is closed, and only if the name is not taken by then: else
     *     closing it fails with {@link java.nio.file.FileAlreadyExistsException}
     */
    public abstract LakeOutputStream create(String location, boolean putIfAbsent) throws IOException;

    /** Gives connections back. */
    @Override
    public void close() {}
}
