package dev.tidemark.shadow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.shadow.Cells.DayChannel;
import dev.tidemark.shadow.Cells.Slot;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;

/** The Gold tables that the generator expects of a folder: what our job writes, without running it. */
final class ExpectedGold {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ExpectedGold() {}

    static OurGold of(Path folder) throws IOException {
        Map<DayChannel, BigDecimal> bookings = new HashMap<>();
        Map<DayChannel, BigDecimal> net = new HashMap<>();
        for (JsonNode r : rows(folder, "gold_daily_bookings_by_channel")) {
            DayChannel cell =
                    new DayChannel(day(r, "booking_date"), r.get("channel").textValue());
            bookings.put(cell, r.get("bookings_count").decimalValue());
            net.put(cell, r.get("net_bookings_count").decimalValue());
        }
        Map<String, OurGold.Channel> channels = new HashMap<>();
        for (JsonNode r : rows(folder, "gold_channel_attribution")) {
            channels.put(
                    r.get("channel").textValue(),
                    new OurGold.Channel(
                            r.get("total_bookings_count").longValue(),
                            new BigDecimal(r.get("total_spend").asText()),
                            r.get("cpb").isNull()
                                    ? null
                                    : new BigDecimal(r.get("cpb").asText()),
                            r.get("net_bookings_count").longValue(),
                            r.get("rank_by_volume").intValue(),
                            r.get("rank_by_cpb").intValue(),
                            day(r, "first_date"),
                            day(r, "last_date")));
        }
        Map<String, BigDecimal> spend = new HashMap<>();
        for (JsonNode r : rows(folder, "gold_daily_cpb_by_channel")) {
            spend.merge(
                    r.get("channel").textValue(),
                    new BigDecimal(r.get("total_spend").asText()),
                    BigDecimal::add);
        }
        Map<Slot, BigDecimal> slots = new HashMap<>();
        for (JsonNode r : rows(folder, "gold_booking_time_analysis")) {
            slots.put(
                    new Slot(
                            r.get("channel").textValue(),
                            r.get("booking_day_of_week").intValue(),
                            r.get("booking_hour").intValue()),
                    r.get("bookings_count").decimalValue());
        }
        return new OurGold(bookings, net, channels, spend, slots, null);
    }

    static JsonNode rows(Path folder, String table) throws IOException {
        return JSON.readTree(folder.resolve("expected").resolve(table + ".json").toFile());
    }

    private static Integer day(JsonNode row, String column) {
        JsonNode v = row.get(column);
        return v.isNull()
                ? null
                : (Integer) (int) LocalDate.parse(v.textValue()).toEpochDay();
    }
}
