package dev.tidemark.generate.expected;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Bookings and spend of one channel, summed over the days that both feeds cover.
 *
 * @param firstDate first covered day, null if the feeds do not overlap
 * @param lastDate last covered day, null likewise
 */
record ChannelTotals(String channel, int bookings, BigDecimal spend, int net, LocalDate firstDate, LocalDate lastDate) {

    /** One for each known channel and each channel with bookings or spend in the covered days, sorted by channel. */
    static List<ChannelTotals> of(GroundTruth truth) {
        NavigableMap<DayChannel, Outcomes> outcomes = Outcomes.byDayAndChannel(truth);
        NavigableMap<DayChannel, SpendFacts.Spend> spends = truth.spend().byDayAndChannel();
        SortedMap<String, Sum> sums = new TreeMap<>();
        truth.knownChannels().forEach(channel -> sums.put(channel, new Sum()));
        LocalDate first = null;
        LocalDate last = null;
        if (!outcomes.isEmpty() && !spends.isEmpty()) {
            LocalDate from = later(outcomes.firstKey().day(), spends.firstKey().day());
            LocalDate to = earlier(outcomes.lastKey().day(), spends.lastKey().day());
            if (!from.isAfter(to)) {
                first = from;
                last = to;
                outcomes.forEach((key, o) -> {
                    if (within(key.day(), from, to)) {
                        Sum sum = sums.computeIfAbsent(key.channel(), c -> new Sum());
                        sum.bookings += o.bookings();
                        sum.net += o.net();
                    }
                });
                spends.forEach((key, s) -> {
                    if (within(key.day(), from, to)) {
                        Sum sum = sums.computeIfAbsent(key.channel(), c -> new Sum());
                        sum.spend = sum.spend.add(s.amount());
                    }
                });
            }
        }
        List<ChannelTotals> totals = new ArrayList<>();
        for (Map.Entry<String, Sum> e : sums.entrySet()) {
            Sum s = e.getValue();
            totals.add(new ChannelTotals(e.getKey(), s.bookings, s.spend, s.net, first, last));
        }
        return totals;
    }

    BigDecimal costPerBooking() {
        return UnitCost.of(spend, bookings);
    }

    /** The columns of {@code gold_cpb_by_channel}. */
    Map<String, Object> row() {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("channel", channel);
        row.put("total_bookings_count", bookings);
        row.put("total_spend", spend);
        row.put("cpb", costPerBooking());
        row.put("net_bookings_count", net);
        row.put("cost_per_net_booking", UnitCost.of(spend, net));
        row.put("first_date", firstDate);
        row.put("last_date", lastDate);
        return row;
    }

    private static LocalDate later(LocalDate a, LocalDate b) {
        return a.isAfter(b) ? a : b;
    }

    private static LocalDate earlier(LocalDate a, LocalDate b) {
        return a.isBefore(b) ? a : b;
    }

    private static boolean within(LocalDate day, LocalDate from, LocalDate to) {
        return !day.isBefore(from) && !day.isAfter(to);
    }

    private static final class Sum {
        private int bookings;
        private int net;
        private BigDecimal spend = UnitCost.NO_SPEND;
    }
}
