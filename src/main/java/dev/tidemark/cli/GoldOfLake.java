package dev.tidemark.cli;

import dev.tidemark.delta.Lake;
import dev.tidemark.delta.TableReader;
import dev.tidemark.delta.TableRows;
import dev.tidemark.shadow.Cells.DayChannel;
import dev.tidemark.shadow.Cells.Slot;
import dev.tidemark.shadow.OurGold;
import dev.tidemark.table.Column;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads what a comparison needs of a lake. */
final class GoldOfLake {
    private static final String MEETING_LOAD = "gold_meeting_load_per_employee";

    private final Lake lake;

    GoldOfLake(Lake lake) {
        this.lake = lake;
    }

    /** A row by column name. */
    private record Row(List<String> names, Object[] values) {
        @SuppressWarnings("unchecked")
        <T> T get(String column) {
            int ordinal = names.indexOf(column);
            if (ordinal < 0) {
                throw new CommandFailure("the lake was written by another version: it has no column " + column
                        + "; name a new lake with --lake");
            }
            return (T) values[ordinal];
        }

        BigDecimal count(String column) {
            return BigDecimal.valueOf(this.<Long>get(column));
        }
    }

    OurGold read() throws IOException {
        Map<DayChannel, BigDecimal> bookings = new HashMap<>();
        Map<DayChannel, BigDecimal> net = new HashMap<>();
        rows("gold_daily_bookings_by_channel", r -> {
            DayChannel cell = new DayChannel(r.get("booking_date"), r.get("channel"));
            bookings.put(cell, r.count("bookings_count"));
            net.put(cell, r.count("net_bookings_count"));
        });
        Map<String, OurGold.Channel> channels = new HashMap<>();
        rows("gold_channel_attribution", r -> channels.put(r.get("channel"), channel(r)));
        Map<String, BigDecimal> spend = new HashMap<>();
        rows("gold_daily_cpb_by_channel", r -> {
            BigDecimal dollars = r.get("total_spend");
            if (r.get("spend_as_of") != null) {
                spend.merge(r.get("channel"), dollars, BigDecimal::add);
            }
        });
        Map<Slot, BigDecimal> slots = new HashMap<>();
        rows(
                "gold_booking_time_analysis",
                r -> slots.put(
                        new Slot(r.get("channel"), r.get("booking_day_of_week"), r.get("booking_hour")),
                        r.count("bookings_count")));
        Map<String, BigDecimal> meetings = lake.find(MEETING_LOAD).isPresent() ? new HashMap<>() : null;
        rows(MEETING_LOAD, r -> meetings.put(r.get("user_id"), r.count("total_meetings_count")));
        return new OurGold(bookings, net, channels, spend, slots, meetings);
    }

    private static OurGold.Channel channel(Row r) {
        return new OurGold.Channel(
                r.<Long>get("total_bookings_count"),
                r.get("total_spend"),
                r.get("cpb"),
                r.<Long>get("net_bookings_count"),
                r.<Integer>get("rank_by_volume"),
                r.<Integer>get("rank_by_cpb"),
                r.get("first_date"),
                r.get("last_date"));
    }

    /** Why the records of a feed are in quarantine, by their positions. */
    Map<String, String> refusals(String feed) throws IOException {
        Map<String, String> reasons = new HashMap<>();
        rows("quarantine", r -> {
            if (feed.equals(r.get("feed"))) {
                reasons.put(r.get("source_position"), r.get("reason"));
            }
        });
        return reasons;
    }

    /** Hands over every row; a table that is not there has none. */
    private void rows(String table, Consumer<Row> to) throws IOException {
        Optional<TableReader> reader = lake.find(table);
        if (reader.isEmpty()) {
            return;
        }
        List<String> names = reader.get().columns().stream().map(Column::name).toList();
        try (TableRows rows = reader.get().rows()) {
            rows.forEachRemaining(values -> to.accept(new Row(names, values)));
        }
    }
}
