package dev.tidemark.ingest.polled;

import dev.tidemark.ingest.store.FileContent;
import java.util.List;

/**
 * A file that the product ships, or nothing at all.
 *
 * @param name its name, or null for nothing
 * @param content its bytes
 */
public record FixedFile(String name, byte[] content) implements FilePlace {
    /** A place without files. */
    public static final FixedFile NONE = new FixedFile(null, null);

    @Override
    public Access open() {
        return new Access() {
            @Override
            public Listing list() {
                return new Listing(name == null ? List.of() : List.of(name), List.of());
            }

            @Override
            public FileContent read(String file, String knownEtag) {
                return new FileContent.Whole(content, null);
            }

            @Override
            public void close() {}
        };
    }
}
