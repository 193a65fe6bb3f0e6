package dev.tidemark.dashboard;

import dev.tidemark.table.TableSpec;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The channels of a range against each other, and the campaigns inside them. */
final class LeaderboardBoard {
    /** A cost per booking of fewer bookings is chance: such a channel gets no cost rank. */
    static final int MINIMUM_BOOKINGS = 10;

    static final String CAMPAIGNS = "gold_campaign_attribution";

    private final Figures.Newest newest;
    private final LakeTables tables;
    private final TableSpec campaigns;

    /**
     * The board.
     *
     * @param covered the days of the range that bookings and spend both cover, which costs are of; null if none
     * @param campaignRange the days that campaigns are counted over, whatever the range; null if none
     */
    record Leaderboard(
            DayRange range,
            DayRange covered,
            List<Channel> channels,
            int minimumBookings,
            DayRange campaignRange,
            String campaignNote) {}

    /**
     * One channel.
     *
     * @param share of the bookings of all channels, 0 to 1; null without any
     * @param costRank null with {@code costRankReason}
     */
    record Channel(
            String channel,
            long bookings,
            long netBookings,
            BigDecimal share,
            BigDecimal spend,
            BigDecimal costPerBooking,
            BigDecimal costPerNetBooking,
            int volumeRank,
            Integer costRank,
            String costRankReason,
            List<Campaign> campaigns) {}

    /**
     * One campaign.
     *
     * @param share of its channel's bookings, 0 to 1; null without any
     */
    record Campaign(String campaign, long bookings, long netBookings, BigDecimal share, BigDecimal costPerBooking) {}

    LeaderboardBoard(Figures.Newest newest, LakeTables tables) {
        this.newest = newest;
        this.tables = tables;
        this.campaigns = tables.spec(CAMPAIGNS);
    }

    Leaderboard of(Query query) throws IOException {
        Figures figures = newest.get();
        DayRange range = DayRange.of(query, figures.newestDay());
        Map<String, Sums> sums = new TreeMap<>();
        for (String channel : Channels.of(query, figures.channels())) {
            sums.put(channel, figures.sums(range, List.of(channel)));
        }
        long all = figures.sums(range, figures.channels()).bookings;
        TreeSet<Long> volumes = new TreeSet<>(Comparator.reverseOrder());
        TreeSet<BigDecimal> costs = new TreeSet<>();
        sums.values().forEach(s -> {
            volumes.add(s.bookings);
            if (reason(s) == null) {
                costs.add(s.costPerBooking());
            }
        });
        DayRange[] campaignRange = new DayRange[1];
        Map<String, List<Campaign>> byChannel = campaigns(campaignRange);
        List<Channel> channels = new ArrayList<>();
        sums.forEach((channel, s) -> channels.add(new Channel(
                channel,
                s.bookings,
                s.net,
                Sums.ratio(s.bookings, all),
                s.spend(),
                s.costPerBooking(),
                s.costPerNetBooking(),
                volumes.headSet(s.bookings).size() + 1,
                reason(s) == null ? costs.headSet(s.costPerBooking()).size() + 1 : null,
                reason(s),
                byChannel.getOrDefault(channel, List.of()))));
        channels.sort(Comparator.comparingInt(Channel::volumeRank).thenComparing(Channel::channel));
        return new Leaderboard(
                range,
                figures.covered().flatMap(range::and).orElse(null),
                channels,
                MINIMUM_BOOKINGS,
                campaignRange[0],
                "Campaigns are counted over all days that bookings and spend both cover, whatever the range");
    }

    /** Why a channel has no cost rank; null if it has one. */
    private static String reason(Sums s) {
        if (s.bookings < MINIMUM_BOOKINGS) {
            return "fewer than " + MINIMUM_BOOKINGS + " bookings";
        }
        if (s.coveredBookings < MINIMUM_BOOKINGS) {
            return "fewer than " + MINIMUM_BOOKINGS + " bookings on days with spend";
        }
        return s.coveredCents == 0 ? "no spend" : null;
    }

    private Map<String, List<Campaign>> campaigns(DayRange[] range) throws IOException {
        KeptRows rows = tables.kept(campaigns).orElse(null);
        Map<String, List<Campaign>> byChannel = new HashMap<>();
        if (rows == null) {
            return byChannel;
        }
        int channel = rows.ordinal("channel");
        int campaign = rows.ordinal("campaign");
        int bookings = rows.ordinal("total_bookings_count");
        int net = rows.ordinal("net_bookings_count");
        int share = rows.ordinal("share_in_channel");
        int cost = rows.ordinal("cpb");
        int first = rows.ordinal("first_date");
        int last = rows.ordinal("last_date");
        rows.forEach(row -> {
            byChannel
                    .computeIfAbsent((String) row[channel], c -> new ArrayList<>())
                    .add(new Campaign(
                            (String) row[campaign],
                            (Long) row[bookings],
                            (Long) row[net],
                            (BigDecimal) row[share],
                            (BigDecimal) row[cost]));
            if (row[first] != null) {
                range[0] = new DayRange((Integer) row[first], (Integer) row[last]);
            }
            return true;
        });
        byChannel
                .values()
                .forEach(list -> list.sort(
                        Comparator.comparingLong(Campaign::bookings).reversed().thenComparing(Campaign::campaign)));
        return byChannel;
    }
}
