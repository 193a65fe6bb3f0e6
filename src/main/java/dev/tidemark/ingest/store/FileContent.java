package dev.tidemark.ingest.store;

/** What reading a file gave. */
public sealed interface FileContent {

    /**
     * The whole file.
     *
     * @param etag the version that the server gave, or null if it gives none
     */
    record Whole(byte[] bytes, String etag) implements FileContent {}

    /** The file has still the version that the caller knows. */
    record Unchanged() implements FileContent {}

    /** There is no such file. */
    record Missing() implements FileContent {}

    /**
     * The file is larger than the caller takes; it was not read to its end.
     *
     * @param etag the version that the server gave, or null if it gives none
     * @param leastBytes how many bytes it has at least
     */
    record TooLarge(String etag, long leastBytes) implements FileContent {}
}
