package dev.tidemark.delta.encode;

/** The repetition or definition levels of a page, kept as runs: one more of the same costs an increment. */
final class Levels {
    private final int bits;
    /** Level, how often, level, how often; without the run that goes on. */
    private final Ints runs;

    private int level;
    private int times;
    private int before;

    Levels(int highest, BufferPool pool) {
        bits = Integer.SIZE - Integer.numberOfLeadingZeros(highest);
        runs = new Ints(pool);
    }

    void add(int next) {
        if (next == level) {
            times++;
        } else {
            turn(next);
        }
    }

    private void turn(int next) {
        if (times > 0) {
            runs.add(level);
            runs.add(times);
            before += times;
        }
        level = next;
        times = 1;
    }

    int count() {
        return before + times;
    }

    int memoryBytes() {
        return runs.capacity();
    }

    /** Writes them behind their length, as the first version of data pages has them. */
    void encode(HybridEncoder encoder, Bytes page) {
        int at = page.size();
        page.putInt(0);
        encoder.begin(page, bits);
        for (int i = 0; i < runs.size(); i += 2) {
            encoder.add(runs.get(i), runs.get(i + 1));
        }
        if (times > 0) {
            encoder.add(level, times);
        }
        encoder.end();
        page.setInt(at, page.size() - at - Integer.BYTES);
    }

    void clear() {
        runs.clear();
        times = 0;
        before = 0;
    }

    void release() {
        clear();
        runs.release();
    }
}
