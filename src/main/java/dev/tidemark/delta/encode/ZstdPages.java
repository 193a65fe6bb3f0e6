package dev.tidemark.delta.encode;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;

/**
 * Compresses pages in one call each, with one context of zstd's. Parquet's own codec streams, for which zstd must take
 * tables for input of any length: to clear them took as long as to compress a small page.
 */
final class ZstdPages implements AutoCloseable {
    /** Zstd's own default, 3, takes nearly twice the time for files 2 % smaller. */
    private static final int LEVEL = 1;
    /** So few bytes hardly get fewer; they are put into a frame as they are. */
    private static final int TINY = 48;
    /** Zstd's frame with one block of raw bytes: magic number, length in one byte, last block. */
    private static final int MAGIC = 0xFD2FB528;

    private static final int LENGTH_IN_ONE_BYTE = 0x20;
    private static final int LAST_RAW_BLOCK = 1;

    private ZstdCompressCtx context;

    /** Compresses the first bytes of {@code from} and appends them. */
    void compress(Bytes from, int length, Bytes to) throws IOException {
        if (length <= TINY) {
            frame(from, length, to);
            return;
        }
        if (context == null) {
            context = new ZstdCompressCtx().setLevel(LEVEL);
        }
        to.reserve(Math.toIntExact(Zstd.compressBound(length)));
        try {
            to.grow(context.compressByteArray(
                    to.array(), to.size(), to.capacity() - to.size(), from.array(), 0, length));
        } catch (ZstdException e) {
            throw new IOException("zstd can't compress a page of " + length + " bytes: " + e.getMessage(), e);
        }
    }

    private static void frame(Bytes from, int length, Bytes to) {
        to.putInt(MAGIC);
        to.put(LENGTH_IN_ONE_BYTE);
        to.put(length);
        int block = length << 3 | LAST_RAW_BLOCK;
        to.put(block);
        to.put(block >>> 8);
        to.put(block >>> 16);
        to.put(from.array(), 0, length);
    }

    /** Gives zstd's memory back. */
    @Override
    public void close() {
        if (context != null) {
            context.close();
            context = null;
        }
    }
}
