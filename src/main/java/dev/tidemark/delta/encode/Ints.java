package dev.tidemark.delta.encode;

/** Numbers that grow, in an array of a pool. */
final class Ints {
    private static final int[] NONE = {};

    private final BufferPool pool;
    private int[] array = NONE;
    private int size;

    Ints(BufferPool pool) {
        this.pool = pool;
    }

    void add(int value) {
        if (size == array.length) {
            grow();
        }
        array[size++] = value;
    }

    private void grow() {
        int[] larger = pool.takeInts(Math.max(1, 2 * size));
        System.arraycopy(array, 0, larger, 0, size);
        giveBack();
        array = larger;
    }

    int get(int at) {
        return array[at];
    }

    int size() {
        return size;
    }

    /** How much memory they take, in bytes. */
    int capacity() {
        return array.length * Integer.BYTES;
    }

    void clear() {
        size = 0;
    }

    /** Forgets all and gives the array back. */
    void release() {
        giveBack();
        array = NONE;
        size = 0;
    }

    private void giveBack() {
        if (array.length > 0) {
            pool.giveBack(array);
        }
    }
}
