package dev.tidemark.ingest.polled;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/**
 * Hands files from the thread that reads them to the job. Bounded by bytes: while more than {@link #AHEAD_BYTES} wait or
 * are worked on, the reading thread waits, so that one large file is in memory at a time and not several.
 */
final class Handover {
    private static final long AHEAD_BYTES = 8 << 20;
    private static final int AHEAD_ITEMS = 64;

    /**
     * What the job is told.
     *
     * @param file the file to emit, or null if only the note that it was read is new
     * @param name the file's name; empty for none
     * @param version the version to note
     */
    record Item(PolledFile file, String name, FileVersion version) {
        private int bytes() {
            return file == null ? 0 : file.content().length;
        }
    }

    private final Queue<Item> waiting = new ArrayDeque<>();
    private long bytes;
    private int unfinished;
    private CompletableFuture<Void> available = new CompletableFuture<>();

    /** Waits until there is room for another file. */
    synchronized void awaitRoom() throws InterruptedException {
        while (bytes > AHEAD_BYTES || unfinished >= AHEAD_ITEMS) {
            wait();
        }
    }

    /** Waits until the job is done with everything. */
    synchronized void awaitEmpty() throws InterruptedException {
        while (unfinished > 0) {
            wait();
        }
    }

    synchronized void put(Item item) {
        waiting.add(item);
        bytes += item.bytes();
        unfinished++;
        available.complete(null);
    }

    /** The next item, or null if none waits; {@link #finished} must follow. */
    synchronized Item take() {
        return waiting.poll();
    }

    /** The job is done with what it took. */
    synchronized void finished(Item item) {
        bytes -= item.bytes();
        unfinished--;
        notifyAll();
    }

    synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Completes when something waits. */
    synchronized CompletableFuture<Void> available() {
        if (waiting.isEmpty() && available.isDone()) {
            available = new CompletableFuture<>();
        }
        return available;
    }
}
