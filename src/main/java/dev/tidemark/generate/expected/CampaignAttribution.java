package dev.tidemark.generate.expected;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Each campaign that has a booking, compared with the others over the covered days. Its spend is told only where it
 * follows from its channel's: none, or all of it if the channel's bookings are all of this campaign.
 */
final class CampaignAttribution implements ExpectedTable {
    private static final class Campaign {
        private final String channel;
        private final String name;
        private int bookings;
        private int net;
        private BigDecimal spend;

        private Campaign(String channel, String name) {
            this.channel = channel;
            this.name = name;
        }

        private BigDecimal cost() {
            return spend == null ? null : UnitCost.of(spend, bookings);
        }
    }

    @Override
    public String name() {
        return "gold_campaign_attribution";
    }

    @Override
    public List<Map<String, Object>> rows(GroundTruth truth) {
        List<ChannelTotals> channels = ChannelTotals.of(truth);
        ChannelTotals anyChannel = channels.get(0);
        List<Campaign> campaigns = campaigns(truth, anyChannel);
        for (Campaign c : campaigns) {
            ChannelTotals channel = channels.stream()
                    .filter(t -> t.channel().equals(c.channel))
                    .findFirst()
                    .orElseThrow();
            boolean alone = c.bookings > 0 && c.bookings == channel.bookings();
            c.spend = alone || channel.spend().signum() == 0 ? channel.spend() : null;
        }
        List<Integer> volumes = volumes(campaigns);
        Map<String, List<Campaign>> byChannel = campaigns.stream().collect(Collectors.groupingBy(c -> c.channel));
        List<BigDecimal> costs = campaigns.stream()
                .map(Campaign::cost)
                .filter(Objects::nonNull)
                .distinct()
                .sorted()
                .toList();
        BigDecimal allSpend = channels.stream().map(ChannelTotals::spend).reduce(UnitCost.NO_SPEND, BigDecimal::add);
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Campaign c : campaigns) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("channel", c.channel);
            row.put("campaign", c.name);
            row.put("total_bookings_count", c.bookings);
            row.put("total_spend", c.spend);
            row.put("cpb", c.cost());
            row.put("net_bookings_count", c.net);
            row.put("cost_per_net_booking", c.spend == null ? null : UnitCost.of(c.spend, c.net));
            row.put("first_date", anyChannel.firstDate());
            row.put("last_date", anyChannel.lastDate());
            row.put("rank_by_volume", volumes.indexOf(-c.bookings) + 1);
            row.put("rank_in_channel", volumes(byChannel.get(c.channel)).indexOf(-c.bookings) + 1);
            row.put("rank_by_cpb", c.cost() == null ? null : (Integer) (costs.indexOf(c.cost()) + 1));
            row.put("share_of_bookings", share(c.bookings, campaigns));
            row.put("share_in_channel", share(c.bookings, byChannel.get(c.channel)));
            row.put("share_of_spend", c.spend == null ? null : UnitCost.share(c.spend, allSpend));
            rows.add(row);
        }
        return rows;
    }

    /** Every campaign with a booking on any day, and its bookings of the covered days; sorted. */
    private static List<Campaign> campaigns(GroundTruth truth, ChannelTotals covered) {
        SortedMap<String, SortedMap<String, Campaign>> campaigns = new TreeMap<>();
        truth.forEachBooking(b -> {
            String name = b.campaign() == null ? "(none)" : b.campaign();
            Campaign c = campaigns
                    .computeIfAbsent(b.channel(), channel -> new TreeMap<>())
                    .computeIfAbsent(name, n -> new Campaign(b.channel(), n));
            if (covered.firstDate() != null
                    && !b.bookingDate().isBefore(covered.firstDate())
                    && !b.bookingDate().isAfter(covered.lastDate())) {
                c.bookings++;
                c.net += b.status() == Status.CANCELED || b.status() == Status.NO_SHOW ? 0 : 1;
            }
        });
        return campaigns.values().stream().flatMap(m -> m.values().stream()).toList();
    }

    private static List<Integer> volumes(List<Campaign> campaigns) {
        return campaigns.stream().map(c -> -c.bookings).distinct().sorted().toList();
    }

    private static BigDecimal share(int bookings, List<Campaign> of) {
        long all = of.stream().mapToLong(c -> c.bookings).sum();
        return UnitCost.share(BigDecimal.valueOf(bookings), BigDecimal.valueOf(all));
    }
}
