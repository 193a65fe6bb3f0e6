package dev.tidemark.generate;

import java.util.SplittableRandom;

/**
 * Random draws that belong to one thing (a booking, a body) and one purpose: whatever else is generated, and in what
 * order, the same thing draws the same values. So a change of the disorder leaves the bookings as they are.
 */
final class Draw {
    /** What a draw is for; each purpose has a stream of its own. */
    enum Purpose {
        COURSE,
        ARRIVAL,
        SIDE_DELIVERIES,
        LOOK,
        IDENTITY,
        SPEND
    }

    private final SplittableRandom random;

    Draw(long seed, Purpose purpose, long thing) {
        random = new SplittableRandom(mix(mix(seed + purpose.ordinal() * 0x9E3779B97F4A7C15L) ^ thing));
    }

    boolean chance(double share) {
        return random.nextDouble() < share;
    }

    double fraction() {
        return random.nextDouble();
    }

    /** 0 to bound - 1. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    /** Both ends included. */
    long between(long least, long most) {
        return most <= least ? least : least + random.nextLong(most - least + 1);
    }

    long bits() {
        return random.nextLong();
    }

    <T> T oneOf(T[] values) {
        return values[random.nextInt(values.length)];
    }

    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }
}
