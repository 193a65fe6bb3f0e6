package dev.tidemark.delta;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Reads the files of tables by a few threads: a table of years has a file a day. Close it. */
public final class FileReading implements AutoCloseable {
    private static final int MOST_THREADS = 4;
    /** Enough that handing them to another thread costs little beside reading them. */
    private static final int FILES_TOGETHER = 32;

    private final ExecutorService threads = Executors.newFixedThreadPool(
            Math.min(MOST_THREADS, Math.max(2, Runtime.getRuntime().availableProcessors())), r -> {
                Thread t = new Thread(r, "table-reading");
                t.setDaemon(true);
                return t;
            });

    private record Content<T>(TableFile file, T made) {}

    /**
     * Reads files and tells what is made of each, in their order, in the thread of the caller.
     *
     * @param files of {@code reader}
     * @param make is called in any thread, with the rows of a file that the reader's filters let through
     * @throws IOException if one of them can't be read
     */
    public <T> void readEach(
            TableReader reader, List<TableFile> files, Function<List<Object[]>, T> make, BiConsumer<TableFile, T> to)
            throws IOException {
        List<Future<List<Content<T>>>> parts = new ArrayList<>();
        for (int from = 0; from < files.size(); from += FILES_TOGETHER) {
            List<TableFile> part = files.subList(from, Math.min(from + FILES_TOGETHER, files.size()));
            parts.add(threads.submit(() -> {
                List<Content<T>> read = new ArrayList<>();
                reader.readEach(part, (file, rows) -> read.add(new Content<>(file, make.apply(rows))));
                return read;
            }));
        }
        try {
            for (Future<List<Content<T>>> part : parts) {
                part.get().forEach(c -> to.accept(c.file(), c.made()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the reading was interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IOException(e.getCause().getMessage(), e.getCause());
        } finally {
            parts.forEach(p -> p.cancel(false));
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
