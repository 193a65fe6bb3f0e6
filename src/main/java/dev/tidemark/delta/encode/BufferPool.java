package dev.tidemark.delta.encode;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * Arrays that are used again: encoding columns takes many of every size for a short time, and clearing new ones for each
 * file was a tenth of what writing Silver took.
 *
 * <p>Not for use by several threads.
 */
public final class BufferPool {
    /** Beyond this, what is given back goes to the garbage collector. */
    private static final long MOST_IDLE_BYTES = 48L << 20;

    private final Set<Object> lent = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Shelf<byte[]> bytes = new Shelf<>(byte[]::new, Byte.BYTES);
    private final Shelf<int[]> ints = new Shelf<>(int[]::new, Integer.BYTES);
    private long idleBytes;

    /** An array of at least {@code size} bytes with anything in it. */
    public byte[] takeBytes(int size) {
        return bytes.take(size);
    }

    /** An array of at least {@code size} numbers with anything in it. */
    int[] takeInts(int size) {
        return ints.take(size);
    }

    /**
     * Takes back what was lent; it must not be used any more.
     *
     * @throws IllegalStateException if it was given back before, or is another pool's: two columns would write into it
     */
    public void giveBack(byte[] array) {
        bytes.giveBack(array, array.length);
    }

    /** As {@link #giveBack(byte[])}. */
    void giveBack(int[] array) {
        ints.giveBack(array, array.length);
    }

    /** How many arrays are out. */
    public int lent() {
        return lent.size();
    }

    /** Idle arrays of one kind, by size. */
    private final class Shelf<T> {
        private static final int SMALLEST_BITS = 6;
        private static final int LARGEST_BITS = 22;

        private final IntFunction<T> maker;
        private final int elementBytes;

        @SuppressWarnings("unchecked")
        private final ArrayDeque<T>[] idle = new ArrayDeque[LARGEST_BITS + 1];

        Shelf(IntFunction<T> maker, int elementBytes) {
            this.maker = maker;
            this.elementBytes = elementBytes;
            for (int bits = SMALLEST_BITS; bits <= LARGEST_BITS; bits++) {
                idle[bits] = new ArrayDeque<>();
            }
        }

        T take(int size) {
            T array = find(size);
            lent.add(array);
            return array;
        }

        private T find(int size) {
            int bits = Math.max(SMALLEST_BITS, Integer.SIZE - Integer.numberOfLeadingZeros(size - 1));
            if (bits > LARGEST_BITS) {
                return maker.apply(size);
            }
            T array = idle[bits].poll();
            if (array == null) {
                return maker.apply(1 << bits);
            }
            idleBytes -= (long) elementBytes << bits;
            return array;
        }

        void giveBack(T array, int length) {
            if (!lent.remove(array)) {
                throw new IllegalStateException("an array of " + length + " elements came back that is not lent");
            }
            int bits = Integer.numberOfTrailingZeros(length);
            boolean ours = Integer.bitCount(length) == 1 && bits >= SMALLEST_BITS && bits <= LARGEST_BITS;
            if (ours && idleBytes + (long) elementBytes * length <= MOST_IDLE_BYTES) {
                idle[bits].push(array);
                idleBytes += (long) elementBytes * length;
            }
        }
    }
}
