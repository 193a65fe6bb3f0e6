package dev.tidemark.gold;

import dev.tidemark.contract.CellKey;
import dev.tidemark.contract.GoldFact;
import dev.tidemark.contract.GoldTable;
import dev.tidemark.contract.GoldTable.Measure;
import dev.tidemark.contract.GroupKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Amounts to add to one cell of a Gold table.
 *
 * @param group the group of cells
 * @param cell the cell
 * @param amounts one for each measure of the table
 */
public record Contribution(GroupKey group, CellKey cell, long[] amounts) {

    /**
     * What a fact contributes to every table.
     *
     * @param sign 1 for a fact that came to hold, -1 for one that no longer does
     */
    public static void of(GoldFact fact, int sign, List<GoldTable> tables, Consumer<Contribution> out) {
        for (GoldTable table : tables) {
            Measure[] measures = table.measures();
            String name = table.spec().name();
            table.contribute(fact, (group, cell, amounts) -> {
                if (sign < 0) {
                    takeBack(measures, amounts);
                }
                out.accept(new Contribution(new GroupKey(name, group), cell, amounts));
            });
        }
    }

    /**
     * What comes of facts that took the place of others: nothing for a cell in which both count alike, as most do when only
     * the status of a booking changed.
     *
     * @param gone facts that no longer hold
     * @param come facts that came to hold
     */
    public static void ofChange(
            List<? extends GoldFact> gone,
            List<? extends GoldFact> come,
            List<GoldTable> tables,
            Consumer<Contribution> out) {
        List<Contribution> lost = new ArrayList<>();
        for (GoldTable table : tables) {
            List<GoldTable> one = List.of(table);
            for (GoldFact fact : gone) {
                of(fact, 1, one, lost::add);
            }
            for (GoldFact fact : come) {
                of(fact, 1, one, c -> {
                    if (!removeAlike(lost, c)) {
                        out.accept(c);
                    }
                });
            }
            for (Contribution c : lost) {
                takeBack(table.measures(), c.amounts);
                out.accept(c);
            }
            lost.clear();
        }
    }

    private static boolean removeAlike(List<Contribution> from, Contribution c) {
        for (int i = 0; i < from.size(); i++) {
            Contribution other = from.get(i);
            if (Arrays.equals(c.amounts, other.amounts) && c.cell.equals(other.cell) && c.group.equals(other.group)) {
                from.remove(i);
                return true;
            }
        }
        return false;
    }

    /** Adds {@code amounts} to {@code sum} in place. */
    static void merge(Measure[] measures, long[] sum, long[] amounts) {
        for (int i = 0; i < measures.length; i++) {
            sum[i] = measures[i] == Measure.SUM ? sum[i] + amounts[i] : Math.max(sum[i], amounts[i]);
        }
    }

    /** Whether every sum is zero: nothing that holds stands behind the cell any more. */
    static boolean isEmpty(Measure[] measures, long[] amounts) {
        for (int i = 0; i < measures.length; i++) {
            if (measures[i] == Measure.SUM && amounts[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static void takeBack(Measure[] measures, long[] amounts) {
        for (int i = 0; i < measures.length; i++) {
            amounts[i] = measures[i] == Measure.SUM ? -amounts[i] : GoldTable.NO_MAXIMUM;
        }
    }
}
