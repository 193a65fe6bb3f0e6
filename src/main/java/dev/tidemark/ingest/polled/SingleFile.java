package dev.tidemark.ingest.polled;

import dev.tidemark.ingest.store.AccessSettings;
import dev.tidemark.ingest.store.FileContent;
import dev.tidemark.ingest.store.FileStore;
import dev.tidemark.ingest.store.Location;
import java.io.IOException;
import java.util.List;

/**
 * One file, such as the event-type mapping.
 *
 * @param location the file
 * @param settings how it is reached
 * @param maxBytes the largest file to take
 */
public record SingleFile(Location location, AccessSettings settings, long maxBytes) implements FilePlace {

    @Override
    public Access open() {
        FileStore store = FileStore.open(location.parent(), settings);
        return new Access() {
            @Override
            public Listing list() {
                return new Listing(List.of(location.lastName()), List.of());
            }

            @Override
            public FileContent read(String name, String knownEtag) throws IOException {
                return store.read(name, knownEtag, maxBytes);
            }

            @Override
            public void close() {
                store.close();
            }
        };
    }
}
