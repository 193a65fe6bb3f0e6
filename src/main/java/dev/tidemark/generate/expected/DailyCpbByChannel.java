package dev.tidemark.generate.expected;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeSet;

/** Cost per booking of each day and channel that has a booking or an accepted spend row. */
final class DailyCpbByChannel implements ExpectedTable {
    @Override
    public String name() {
        return "gold_daily_cpb_by_channel";
    }

    @Override
    public List<Map<String, Object>> rows(GroundTruth truth) {
        NavigableMap<DayChannel, Outcomes> outcomes = Outcomes.byDayAndChannel(truth);
        NavigableMap<DayChannel, SpendFacts.Spend> spends = truth.spend().byDayAndChannel();
        SortedSet<DayChannel> keys = new TreeSet<>(outcomes.keySet());
        keys.addAll(spends.keySet());
        List<Map<String, Object>> rows = new ArrayList<>();
        for (DayChannel key : keys) {
            Outcomes o = outcomes.getOrDefault(key, Outcomes.NONE);
            SpendFacts.Spend spend = spends.get(key);
            BigDecimal amount = spend == null ? UnitCost.NO_SPEND : spend.amount();
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("booking_date", key.day());
            row.put("channel", key.channel());
            row.put("total_bookings", o.bookings());
            row.put("total_spend", amount);
            row.put("cost_per_booking", UnitCost.of(amount, o.bookings()));
            row.put("net_bookings", o.net());
            row.put("cost_per_net_booking", UnitCost.of(amount, o.net()));
            row.put("spend_as_of", spend == null ? null : spend.asOf());
            row.put("booking_week", GroundTruth.isoWeek(key.day()));
            row.put("is_final", truth.isPast(key.day()) && !o.anyOpen());
            rows.add(row);
        }
        return rows;
    }
}
