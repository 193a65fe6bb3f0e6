package dev.tidemark.ingest.polled;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;

/** A place where files are looked for, such as a folder. */
public interface FilePlace extends Serializable {

    /**
     * The names of the files that should be there now, in the order to read them.
     *
     * @throws IOException if the place cannot be reached; it is asked again at the next poll
     */
    List<String> list() throws IOException;

    /**
     * Reads one file.
     *
     * @param name a name from {@link #list}
     * @return its bytes
     * @throws IOException if it is not there or cannot be read; it is tried again at the next poll
     */
    byte[] read(String name) throws IOException;
}
