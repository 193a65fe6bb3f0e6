package dev.tidemark.delta.io;

import io.delta.kernel.defaults.engine.fileio.SeekableInputStream;
import io.delta.kernel.defaults.engine.hadoopio.HadoopInputFile;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;

/**
 * A file to read. It is a {@link HadoopInputFile} by name only: of such a file Kernel takes the Parquet configuration, while
 * for any other it parses Hadoop's default XML again, 10 ms of processor time a file.
 */
abstract class LakeInputFile extends HadoopInputFile {
    private static final Configuration NO_DEFAULTS = new Configuration(false);

    private final String location;

    LakeInputFile(String location) {
        super(null, null, 0);
        this.location = location;
    }

    @Override
    public final String path() {
        return location;
    }

    @Override
    public final Configuration configuration() {
        return NO_DEFAULTS;
    }

    @Override
    public abstract long length() throws IOException;

    @Override
    public abstract SeekableInputStream newStream() throws IOException;
}
