package dev.tidemark.ingest.replay;

import org.apache.flink.api.connector.source.SourceEvent;

/** What enumerator and readers tell each other. */
final class ReplayEvents {
    private ReplayEvents() {}

    /**
     * A reader came to the end of a file.
     *
     * @param name the file
     * @param newestEventMicros the newest event time in it
     * @param checksum CRC-32C of its bytes
     */
    record FileFinished(String name, long newestEventMicros, long checksum) implements SourceEvent {}

    /**
     * All files are read.
     *
     * @param asOfMicros the instant to decide as of
     */
    record AllFinished(long asOfMicros) implements SourceEvent {}
}
