package dev.tidemark.domain.bookings.kpi;

import static dev.tidemark.table.ColumnType.DATE;
import static dev.tidemark.table.ColumnType.INT;
import static dev.tidemark.table.ColumnType.LONG;
import static dev.tidemark.table.ColumnType.MONEY;
import static dev.tidemark.table.ColumnType.RATIO;
import static dev.tidemark.table.ColumnType.STRING;
import static dev.tidemark.table.ColumnType.TIMESTAMP;
import static dev.tidemark.table.ColumnType.UNIT_COST;

import dev.tidemark.table.Panel;
import dev.tidemark.table.TableRow;
import dev.tidemark.table.TableSpec;
import dev.tidemark.table.TableSpec.Layer;
import dev.tidemark.table.Unit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The channels ranked by volume and by cost. */
public final class ChannelAttribution extends ChannelTotals {
    private static final long serialVersionUID = 1L;

    private static final TableSpec SPEC = totalColumns(TableSpec.upsert("gold_channel_attribution", Layer.GOLD))
            .column("rank_by_volume", INT, Unit.RANK, "Dense rank, most bookings first")
            .column(
                    "rank_by_cpb",
                    INT,
                    Unit.RANK,
                    "Dense rank, lowest cost per booking first, channels without one last")
            .column("share_of_bookings", RATIO, Unit.SHARE, "Part of all bookings, 0 to 1; null without bookings")
            .column("share_of_spend", RATIO, Unit.SHARE, "Part of all spend, 0 to 1; null without spend")
            .column("updated_at", TIMESTAMP, "When the row was written")
            .key("channel")
            .title("Channel leaderboard")
            .meaning("Channels ranked by bookings and by cost per booking, with their shares")
            .panel(Panel.rank("channel", null, "total_bookings_count", "share_of_bookings", "cpb"))
            .build();

    static TableSpec.Builder totalColumns(TableSpec.Builder table) {
        return table.column("channel", STRING, "Channel")
                .column("total_bookings_count", LONG, Unit.COUNT, "Bookings made in the covered days")
                .column("total_spend", MONEY, Unit.MONEY, "Spend of the covered days in USD")
                .column("cpb", UNIT_COST, Unit.MONEY, "total_spend / total_bookings_count; null without bookings")
                .column("net_bookings_count", LONG, Unit.COUNT, "Bookings that are neither canceled nor a no-show")
                .column(
                        "cost_per_net_booking",
                        UNIT_COST,
                        Unit.MONEY,
                        "total_spend / net_bookings_count; null without any")
                .column("first_date", DATE, "First day that bookings and spend both cover; null if none")
                .column("last_date", DATE, "Last such day");
    }

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    void rows(SortedMap<String, Total> totals, Coverage coverage, long nowMicros, Consumer<TableRow> out) {
        long allBookings = totals.values().stream().mapToLong(t -> t.bookings).sum();
        long allCents = totals.values().stream().mapToLong(t -> t.spendCents).sum();
        TreeSet<Long> volumes = new TreeSet<>(Comparator.reverseOrder());
        TreeSet<BigDecimal> costs = new TreeSet<>(Comparator.nullsLast(Comparator.naturalOrder()));
        totals.values().forEach(t -> {
            volumes.add(t.bookings);
            costs.add(t.costPerBooking());
        });
        totals.forEach((channel, t) -> {
            List<Object> row = new ArrayList<>(columns(channel, t, coverage));
            row.add(volumes.headSet(t.bookings).size() + 1);
            row.add(costs.headSet(t.costPerBooking()).size() + 1);
            row.add(Decimals.share(t.bookings, allBookings));
            row.add(Decimals.share(t.spendCents, allCents));
            row.add(nowMicros);
            out.accept(TableRow.of(SPEC, row.toArray()));
        });
    }

    @Override
    TableRow deletion(String channel) {
        Object[] row = new Object[SPEC.width()];
        row[0] = channel;
        return TableRow.deletion(SPEC, row);
    }
}
