package dev.tidemark.ingest.store;

import java.io.IOException;
import java.nio.file.Path;

/** A place that files can be written to as well. */
public interface WritableStore extends FileStore {

    /** Writes a file, or replaces it whole: a reader sees the old content or the new one. */
    void write(String name, byte[] content) throws IOException;

    /**
     * Opens a folder or an S3 prefix.
     *
     * @throws IllegalArgumentException if the location is one that cannot be written to
     */
    static WritableStore open(Location location, AccessSettings settings) {
        if (location instanceof Location.Folder folder) {
            return new FolderStore(Path.of(folder.path()));
        }
        if (location instanceof Location.S3 s3) {
            return new S3Store(s3, settings);
        }
        throw new IllegalArgumentException(location + " cannot be written to; name a folder or s3://bucket/prefix");
    }
}
