package dev.tidemark.contract;

import dev.tidemark.table.TableRow;
import dev.tidemark.table.TableSpec;
import java.io.Serializable;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One Gold table: what each fact adds to which cells, and how the cells of a group become rows.
 *
 * <p>Implementations are pure: they hold no state. The gold stage keeps the cells, exactly once, adds what facts
 * contribute, and calls {@link #render} for a group that changed at every checkpoint.
 */
public interface GoldTable extends Serializable {

    /** How two amounts of one measure meet. */
    enum Measure {
        /** They are added; a fact that is taken back subtracts. */
        SUM,
        /** The larger wins; taking back has no effect. */
        MAX
    }

    /** The amount that a {@link Measure#MAX} measure starts from. */
    long NO_MAXIMUM = Long.MIN_VALUE;

    /** The table that the rows go to. */
    TableSpec spec();

    /** The measures of a cell, in order. */
    Measure[] measures();

    /** Says what one fact adds. Called once when the fact comes to hold and once, with the result negated, when not. */
    void contribute(GoldFact fact, Contributions out);

    /** Makes rows of a group of which some cells changed, or that time changed. */
    void render(Group group, Consumer<TableRow> out);

    /**
     * When a group must be rendered once more because event time alone changes it, such as when its window closes.
     *
     * @param watermarkMicros how far event time has come, microseconds; {@link Long#MIN_VALUE} at the beginning
     * @return an instant after {@code watermarkMicros}, or {@link Long#MAX_VALUE} if time does not change it any more
     */
    default long changesAtMicros(long groupNumber, long watermarkMicros) {
        return Long.MAX_VALUE;
    }

    /**
     * Whether what stands in a cell is counted in a row, so that the row can be traced to the facts behind it. Cells that
     * only set the row against others (ranks, shares, averages) are not part of it.
     *
     * @param row all values of the row
     */
    boolean isPartOf(Object[] row, long group, CellKey cell);

    /** Whether its rows follow from bookings and spend alone; else from what came in, whatever it was. */
    default boolean isDerivedFromLedger() {
        return true;
    }

    /** Takes what a fact adds. */
    interface Contributions {
        /**
         * Adds amounts to a cell.
         *
         * @param group the number of the group, such as a day
         * @param cell the cell inside the group
         * @param amounts one for each measure
         */
        void add(long group, CellKey cell, long... amounts);
    }

    /** The cells of one group as they stand at a checkpoint. */
    interface Group {
        long number();

        /** All cells that are not empty; a cell is empty when all its sums are zero. */
        Map<CellKey, long[]> cells();

        /** The cells whose sums are other than at the last rendering, empty ones included. */
        Set<CellKey> changed();

        /** The sums of a {@link #changed} cell at the last rendering, or null if it was empty. */
        long[] before(CellKey cell);

        /** Whether the group is rendered because time changed it, so that every row may be another. */
        boolean changedByTime();

        /** The cells whose rows may be other than before; those that are not in {@link #cells} have no row any more. */
        default Set<CellKey> toRender() {
            if (!changedByTime()) {
                return changed();
            }
            Set<CellKey> all = new HashSet<>(cells().keySet());
            all.addAll(changed());
            return all;
        }

        /** How far event time has come, microseconds. */
        long watermarkMicros();

        /** Now, for the column {@code updated_at}, microseconds. */
        long nowMicros();
    }
}
