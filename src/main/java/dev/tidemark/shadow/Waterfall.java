package dev.tidemark.shadow;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * From the reference's numbers to ours, cell by cell. Each cause is what is left away between two sums over the same
 * records; where one of our Gold tables must be reached, what it does not show is unexplained. So for every cell: the
 * first number = all effects + all that is unexplained + the last number.
 *
 * @param <K> names a cell of the table
 */
final class Waterfall<K> {
    /** What an entry of a waterfall is. */
    enum Kind {
        /** The reference's number. */
        REFERENCE,
        /** How much of the number before it is there by a cause. */
        CAUSE,
        /** A number of our Gold tables. */
        OURS,
        /** What the number before it lacks to be ours; zero if everything is explained. */
        UNEXPLAINED
    }

    /**
     * One entry.
     *
     * @param kind what it is
     * @param name the cause, or the column of the table
     * @param meaning one line for people
     * @param values by cell
     */
    record Entry<K>(Kind kind, String name, String meaning, Tally<K> values) {
        boolean isZero() {
            return values.sums().values().stream().allMatch(v -> v.signum() == 0);
        }
    }

    private final List<Entry<K>> entries = new ArrayList<>();
    private Tally<K> now;

    private Waterfall(Tally<K> reference) {
        now = reference;
    }

    /** Begins with the reference's numbers. */
    static <K> Waterfall<K> from(String name, String meaning, Tally<K> reference) {
        Waterfall<K> waterfall = new Waterfall<>(reference);
        waterfall.entries.add(new Entry<>(Kind.REFERENCE, name, meaning, reference));
        return waterfall;
    }

    /** Takes a fault away: its effect is what the numbers lose by it. */
    Waterfall<K> without(Cause cause, Tally<K> recomputed) {
        entries.add(new Entry<>(Kind.CAUSE, cause.word(), cause.meaning(), difference(now, recomputed)));
        now = recomputed;
        return this;
    }

    /** Says what must have been reached; goes on from there. */
    Waterfall<K> reaches(String name, String meaning, Tally<K> gold) {
        Tally<K> missing = difference(now, gold);
        entries.add(new Entry<>(Kind.UNEXPLAINED, "unexplained", "what no cause above explains; must be 0", missing));
        entries.add(new Entry<>(Kind.OURS, name, meaning, gold));
        now = gold;
        return this;
    }

    /** The same waterfall over coarser cells, each the sum of those that fall into it. */
    <L> Waterfall<L> mapCells(Function<K, L> coarser) {
        Waterfall<L> mapped = new Waterfall<>(coarse(now, coarser));
        entries.forEach(
                e -> mapped.entries.add(new Entry<>(e.kind(), e.name(), e.meaning(), coarse(e.values(), coarser))));
        return mapped;
    }

    private static <K, L> Tally<L> coarse(Tally<K> fine, Function<K, L> coarser) {
        Tally<L> coarse = new Tally<>();
        fine.sums().forEach((cell, v) -> coarse.add(coarser.apply(cell), v));
        return coarse;
    }

    /** All entries, those without any effect too. */
    List<Entry<K>> entries() {
        return entries;
    }

    /** The cells that any entry has a number for. */
    Set<K> cells() {
        Set<K> cells = new LinkedHashSet<>();
        entries.forEach(e -> cells.addAll(e.values().sums().keySet()));
        return cells;
    }

    /** In how many cells something is unexplained. */
    long unexplained() {
        return entries.stream()
                .filter(e -> e.kind() == Kind.UNEXPLAINED)
                .flatMap(e -> e.values().sums().values().stream())
                .filter(v -> v.signum() != 0)
                .count();
    }

    private static <K> Tally<K> difference(Tally<K> before, Tally<K> after) {
        Tally<K> difference = new Tally<>();
        before.sums().forEach(difference::add);
        after.sums().forEach((cell, v) -> difference.add(cell, v.negate()));
        return difference;
    }
}
