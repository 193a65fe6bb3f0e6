package dev.tidemark.ingest.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The files directly at a location. Not for use by several threads at once. */
public interface FileStore extends AutoCloseable {

    /**
     * Reads a file. What may pass by itself (a lost connection, an overloaded server) is tried again a few times.
     *
     * @param name the file's name; never interpreted as a path
     * @param knownEtag the version that need not be read again, or null
     * @param maxBytes the largest file to take
     * @throws IOException if it cannot be read; {@link java.io.InterruptedIOException} if the thread was interrupted
     */
    FileContent read(String name, String knownEtag, long maxBytes) throws IOException;

    /**
     * The names of the files there, sorted; empty where the location itself cannot list its files.
     *
     * @throws IOException if the location is not there or cannot be reached
     */
    Optional<List<String>> list() throws IOException;

    @Override
    void close();

    /** Opens a location; reaches nothing yet. */
    static FileStore open(Location location, AccessSettings settings) {
        return location instanceof Location.Http http
                ? new HttpStore(http, settings)
                : WritableStore.open(location, settings);
    }

    /** A file's name as a path in a folder, which may be written in any way, such as {@code ./lake}. */
    static Path resolve(Path folder, String name) throws IOException {
        Path place = folder.toAbsolutePath().normalize();
        Path file = place.resolve(name);
        if (name.isEmpty()
                || !place.equals(file.getParent())
                || !file.normalize().equals(file)) {
            throw new IOException("'" + name + "' is no file name");
        }
        return file;
    }
}
