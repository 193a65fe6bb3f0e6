package dev.tidemark.delta;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.apache.parquet.bytes.ByteBufferAllocator;

/**
 * Buffers on the heap that are used again: encoding columns takes many of every size for a short time, and clearing new
 * ones for each file was a tenth of what writing Silver took.
 *
 * <p>Not for use by several threads.
 */
final class BufferPool implements ByteBufferAllocator {
    private static final int SMALLEST_BITS = 9;
    private static final int LARGEST_BITS = 22;
    /** Beyond this, what is given back goes to the garbage collector. */
    private static final long MOST_IDLE_BYTES = 48L << 20;

    @SuppressWarnings("unchecked")
    private final ArrayDeque<byte[]>[] idle = new ArrayDeque[LARGEST_BITS + 1];

    private final Set<byte[]> lent = Collections.newSetFromMap(new IdentityHashMap<>());
    private long idleBytes;

    BufferPool() {
        for (int bits = SMALLEST_BITS; bits <= LARGEST_BITS; bits++) {
            idle[bits] = new ArrayDeque<>();
        }
    }

    /** A buffer of {@code size} bytes with anything in it. */
    @Override
    public ByteBuffer allocate(int size) {
        return ByteBuffer.wrap(take(size), 0, size);
    }

    @Override
    public void release(ByteBuffer buffer) {
        giveBack(buffer.array());
    }

    @Override
    public boolean isDirect() {
        return false;
    }

    /** An array of at least {@code size} bytes with anything in it. */
    byte[] take(int size) {
        byte[] array = find(size);
        lent.add(array);
        return array;
    }

    private byte[] find(int size) {
        int bits = Math.max(SMALLEST_BITS, Integer.SIZE - Integer.numberOfLeadingZeros(size - 1));
        if (bits > LARGEST_BITS) {
            return new byte[size];
        }
        byte[] array = idle[bits].poll();
        if (array == null) {
            return new byte[1 << bits];
        }
        idleBytes -= array.length;
        return array;
    }

    /** How many buffers are out. */
    int lent() {
        return lent.size();
    }

    /**
     * Takes back what {@link #take} gave; it must not be used any more.
     *
     * @throws IllegalStateException if it was given back before, or is another pool's: two columns would write into it
     */
    void giveBack(byte[] array) {
        if (!lent.remove(array)) {
            throw new IllegalStateException("a buffer of " + array.length + " bytes came back that is not lent");
        }
        int bits = Integer.numberOfTrailingZeros(array.length);
        boolean ours = Integer.bitCount(array.length) == 1 && bits >= SMALLEST_BITS && bits <= LARGEST_BITS;
        if (ours && idleBytes + array.length <= MOST_IDLE_BYTES) {
            idle[bits].push(array);
            idleBytes += array.length;
        }
    }
}
