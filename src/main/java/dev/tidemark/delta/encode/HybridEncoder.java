package dev.tidemark.delta.encode;

/**
 * Writes small numbers as Parquet's hybrid of runs and packed bits: eight of the same or more become a run, what is between
 * is packed in groups of eight.
 */
final class HybridEncoder {
    private static final int GROUP = 8;
    /** So that the header of packed groups is one byte. */
    private static final int MOST_GROUPS = 63;

    private static final int NO_HEADER = -1;

    private final int[] waiting = new int[GROUP];
    private int waitingCount;
    private Bytes to;
    private int bits;
    private int header = NO_HEADER;
    private int groups;

    /**
     * Begins.
     *
     * @param bits of a number, 0 to 32; with 0 every number is 0 and takes no room
     */
    void begin(Bytes into, int bitsOfNumber) {
        to = into;
        bits = bitsOfNumber;
    }

    /** The same number several times. */
    void add(int value, int times) {
        int left = times;
        while (waitingCount > 0 && left > 0) {
            wait(value);
            left--;
        }
        if (left >= GROUP) {
            endGroups();
            to.putVarInt(left << 1);
            for (int shift = 0; shift < bits; shift += Byte.SIZE) {
                to.put(value >>> shift);
            }
        } else {
            for (; left > 0; left--) {
                wait(value);
            }
        }
    }

    void add(Ints values) {
        int size = values.size();
        int at = 0;
        while (at < size) {
            int value = values.get(at);
            int next = at + 1;
            while (next < size && values.get(next) == value) {
                next++;
            }
            add(value, next - at);
            at = next;
        }
    }

    /** Ends; a reader knows how many numbers there are, and overlooks those that fill the last group. */
    void end() {
        while (waitingCount > 0) {
            wait(0);
        }
        endGroups();
    }

    private void wait(int value) {
        waiting[waitingCount++] = value;
        if (waitingCount == GROUP) {
            pack();
            waitingCount = 0;
        }
    }

    private void pack() {
        if (groups == MOST_GROUPS) {
            endGroups();
        }
        if (header == NO_HEADER) {
            header = to.size();
            to.put(0);
        }
        long packed = 0;
        int packedBits = 0;
        for (int value : waiting) {
            packed |= (long) value << packedBits;
            packedBits += bits;
            for (; packedBits >= Byte.SIZE; packedBits -= Byte.SIZE) {
                to.put((int) packed);
                packed >>>= Byte.SIZE;
            }
        }
        groups++;
    }

    private void endGroups() {
        if (header != NO_HEADER) {
            to.set(header, groups << 1 | 1);
            header = NO_HEADER;
            groups = 0;
        }
    }
}
