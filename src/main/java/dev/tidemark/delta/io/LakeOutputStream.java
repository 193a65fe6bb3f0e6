package dev.tidemark.delta.io;

import io.delta.kernel.defaults.engine.fileio.PositionOutputStream;
import java.io.IOException;

/** A new file of a lake while it is written. After a write failed, closing it publishes nothing. */
public abstract class LakeOutputStream extends PositionOutputStream {

    /** How much memory it holds now, in bytes. */
    public abstract long memoryBytes();

    /** Ends it without a file; closing it later does nothing. */
    public abstract void abort() throws IOException;
}
