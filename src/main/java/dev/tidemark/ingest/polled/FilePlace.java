package dev.tidemark.ingest.polled;

import dev.tidemark.ingest.store.FileContent;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;

/** A place where files are looked for, such as a folder. */
public interface FilePlace extends Serializable {

    /** Gets ready to read; reaches nothing yet. */
    Access open();

    /**
     * What should be there.
     *
     * @param names the files, in the order to read them, none twice
     * @param problems what is wrong with the place itself and yet leaves files to read, for people
     */
    record Listing(List<String> names, List<String> problems) {}

    /** Reads the files of a place. Used by one thread. */
    interface Access extends AutoCloseable {

        /**
         * The files that should be there now.
         *
         * @throws IOException if the place cannot be reached or does not say what is there; it is asked again
         */
        Listing list() throws IOException;

        /**
         * Reads one file.
         *
         * @param name a name from {@link #list}
         * @param knownEtag the version that need not be read again, or null
         * @throws IOException if it cannot be read; it is tried again
         */
        FileContent read(String name, String knownEtag) throws IOException;

        @Override
        void close();
    }
}
