package dev.tidemark.ingest.store;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Collects the bytes of one file, up to a limit. */
final class BoundedBytes {
    private static final int FIRST = 8 * 1024;

    private final long max;
    private byte[] bytes;
    private int size;

    /**
     * @param expected how many bytes there will be, or less than 0 if not known
     * @param max how many are taken
     */
    BoundedBytes(long expected, long max) {
        this.max = max;
        this.bytes = new byte[(int) Math.min(expected < 0 ? FIRST : expected, max)];
    }

    /** Takes what is in the buffer; false if that is more than the limit, and then nothing of it is taken. */
    boolean add(ByteBuffer more) {
        long needed = (long) size + more.remaining();
        if (needed > max) {
            return false;
        }
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(max, Math.max(needed, bytes.length * 2L)));
        }
        int n = more.remaining();
        more.get(bytes, size, n);
        size += n;
        return true;
    }

    byte[] toArray() {
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }
}
