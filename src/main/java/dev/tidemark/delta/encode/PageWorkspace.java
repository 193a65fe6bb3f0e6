package dev.tidemark.delta.encode;

import java.io.IOException;

/**
 * What encoders need to finish a page, one after another: a place to put it together, and zstd. To be closed soon: zstd's
 * memory is not the heap's.
 */
public final class PageWorkspace implements AutoCloseable {
    private final Bytes page;
    private final HybridEncoder hybrid = new HybridEncoder();
    private final ZstdPages zstd = new ZstdPages();

    /** @param pool of the thread that writes */
    public PageWorkspace(BufferPool pool) {
        page = new Bytes(pool);
    }

    /** The page, empty. */
    Bytes newPage() {
        page.truncate(0);
        return page;
    }

    HybridEncoder hybrid() {
        return hybrid;
    }

    /** Appends the first bytes of what is given, compressed. Returns how many they became. */
    int compress(Bytes from, int length, Bytes to) throws IOException {
        int before = to.size();
        zstd.compress(from, length, to);
        return to.size() - before;
    }

    /** Gives back what was taken; the workspace can be used again. */
    @Override
    public void close() {
        page.release();
        zstd.close();
    }
}
