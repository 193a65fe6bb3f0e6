package dev.tidemark.domain.bookings.kpi;

import static dev.tidemark.table.ColumnType.BOOLEAN;
import static dev.tidemark.table.ColumnType.DATE;
import static dev.tidemark.table.ColumnType.LONG;
import static dev.tidemark.table.ColumnType.STRING;
import static dev.tidemark.table.ColumnType.TIMESTAMP;

import dev.tidemark.contract.CellKey;
import dev.tidemark.contract.GoldFact;
import dev.tidemark.contract.GoldTable;
import dev.tidemark.domain.bookings.BookingView;
import dev.tidemark.table.Panel;
import dev.tidemark.table.TableRow;
import dev.tidemark.table.TableSpec;
import dev.tidemark.table.TableSpec.Layer;
import dev.tidemark.table.Unit;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The event types that bookings were made for, and whether the mapping has them: those it does not have silently count
 * as {@code others}. A group is an event type by its hash; a cell is the event type, its name and a day.
 */
public final class EventTypesSeen implements GoldTable {
    private static final long serialVersionUID = 1L;

    private static final TableSpec SPEC = TableSpec.upsert("event_types_seen", Layer.GOLD)
            .column("event_type", STRING, "URI of the event type")
            .column("event_type_name", STRING, "Its newest name, or null")
            .column("first_seen", DATE, "Day of the first booking made for it, in the reporting zone")
            .column("last_seen", DATE, "Day of the last one")
            .column("bookings_count", LONG, Unit.COUNT, "Bookings made for it")
            .column(
                    "unmapped_count",
                    LONG,
                    Unit.COUNT,
                    "Of these, how many no entry of the mapping covers: they count as others")
            .column("is_mapped", BOOLEAN, "Whether the mapping covers all of them")
            .column("updated_at", TIMESTAMP, "When the row was written")
            .key("event_type")
            .title("Event types seen")
            .meaning("Event types that bookings were made for; unmapped ones belong into the mapping file")
            .panel(Panel.table("event_type", "event_type_name", "bookings_count", "unmapped_count", "last_seen"))
            .build();

    private static final int BOOKINGS = 0;
    private static final int UNMAPPED = 1;
    private static final Measure[] MEASURES = DailyBookingsByChannel.sums(2);

    /** What the cells of one event type come to. */
    private static final class Seen {
        private int first = Integer.MAX_VALUE;
        private int last = Integer.MIN_VALUE;
        private int named = Integer.MIN_VALUE;
        private String name;
        private long bookings;
        private long unmapped;

        void add(CellKey cell, long[] a) {
            first = Math.min(first, cell.day());
            last = Math.max(last, cell.day());
            bookings += a[BOOKINGS];
            unmapped += a[UNMAPPED];
            String newer = cell.detail();
            boolean isNewer = cell.day() > named || cell.day() == named && newer.compareTo(name) > 0;
            if (!newer.isEmpty() && isNewer) {
                named = cell.day();
                name = newer;
            }
        }
    }

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public Measure[] measures() {
        return MEASURES;
    }

    @Override
    public void contribute(GoldFact fact, Contributions out) {
        if (fact instanceof BookingView b) {
            String name = b.eventTypeName() == null ? "" : b.eventTypeName();
            long group = hash(b.eventType());
            out.add(group, new CellKey(b.bookingDay(), 0, b.eventType(), name), 1, b.mapped() ? 0 : 1);
        }
    }

    /** Spreads event types over groups; two that meet in one group are still told apart by their cells. */
    private static long hash(String eventType) {
        long h = 0;
        for (int i = 0; i < eventType.length(); i++) {
            h = 31 * h + eventType.charAt(i);
        }
        return h;
    }

    @Override
    public boolean isPartOf(Object[] row, long group, CellKey cell) {
        return row[SPEC.ordinal("event_type")].equals(cell.channel());
    }

    @Override
    public void render(Group group, Consumer<TableRow> out) {
        Set<String> changed = new TreeSet<>();
        group.toRender().forEach(c -> changed.add(c.channel()));
        Map<String, Seen> seen = new TreeMap<>();
        group.cells().forEach((cell, a) -> {
            if (changed.contains(cell.channel())) {
                seen.computeIfAbsent(cell.channel(), t -> new Seen()).add(cell, a);
            }
        });
        for (String type : changed) {
            Seen s = seen.get(type);
            out.accept(
                    s == null
                            ? TableRow.deletion(SPEC, type, null, null, null, null, null, null, null)
                            : TableRow.of(
                                    SPEC,
                                    type,
                                    s.name,
                                    s.first,
                                    s.last,
                                    s.bookings,
                                    s.unmapped,
                                    s.unmapped == 0,
                                    group.nowMicros()));
        }
    }
}
