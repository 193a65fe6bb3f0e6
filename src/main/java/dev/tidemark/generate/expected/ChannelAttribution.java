package dev.tidemark.generate.expected;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The channels compared with each other over the covered days. Ranks are dense; a channel without a cost is last. */
final class ChannelAttribution implements ExpectedTable {
    @Override
    public String name() {
        return "gold_channel_attribution";
    }

    @Override
    public List<Map<String, Object>> rows(GroundTruth truth) {
        List<ChannelTotals> channels = ChannelTotals.of(truth);
        List<Integer> volumes =
                channels.stream().map(c -> -c.bookings()).distinct().sorted().toList();
        List<BigDecimal> costs = channels.stream()
                .map(ChannelTotals::costPerBooking)
                .filter(Objects::nonNull)
                .distinct()
                .sorted()
                .toList();
        long bookings = channels.stream().mapToLong(ChannelTotals::bookings).sum();
        BigDecimal spend = channels.stream().map(ChannelTotals::spend).reduce(UnitCost.NO_SPEND, BigDecimal::add);
        List<Map<String, Object>> rows = new ArrayList<>();
        for (ChannelTotals c : channels) {
            BigDecimal cost = c.costPerBooking();
            Map<String, Object> row = c.row();
            row.put("rank_by_volume", volumes.indexOf(-c.bookings()) + 1);
            row.put("rank_by_cpb", cost == null ? costs.size() + 1 : costs.indexOf(cost) + 1);
            row.put(
                    "share_of_bookings",
                    UnitCost.share(BigDecimal.valueOf(c.bookings()), BigDecimal.valueOf(bookings)));
            row.put("share_of_spend", UnitCost.share(c.spend(), spend));
            rows.add(row);
        }
        return rows;
    }
}
