package dev.tidemark.domain.bookings.kpi;

import static dev.tidemark.table.ColumnType.TIMESTAMP;

import dev.tidemark.table.Panel;
import dev.tidemark.table.TableRow;
import dev.tidemark.table.TableSpec;
import dev.tidemark.table.TableSpec.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;

/** What a booking costs, by channel, over the days that bookings and spend both cover. */
public final class CpbByChannel extends ChannelTotals {
    private static final long serialVersionUID = 1L;

    private static final TableSpec SPEC = ChannelAttribution.totalColumns(
                    TableSpec.upsert("gold_cpb_by_channel", Layer.GOLD))
            .column("updated_at", TIMESTAMP, "When the row was written")
            .key("channel")
            .title("Cost per booking by channel")
            .meaning("Cost per booking by channel, over the days for which bookings and spend are both covered")
            .panel(Panel.bar("channel", null, "cpb", "cost_per_net_booking"))
            .build();

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    void rows(SortedMap<String, Total> totals, Coverage coverage, long nowMicros, Consumer<TableRow> out) {
        totals.forEach((channel, t) -> {
            List<Object> row = new ArrayList<>(columns(channel, t, coverage));
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
