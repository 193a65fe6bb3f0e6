package dev.tidemark.domain.bookings.kpi;

import static dev.tidemark.table.ColumnType.DATE;
import static dev.tidemark.table.ColumnType.INT;
import static dev.tidemark.table.ColumnType.LONG;
import static dev.tidemark.table.ColumnType.MONEY;
import static dev.tidemark.table.ColumnType.RATIO;
import static dev.tidemark.table.ColumnType.STRING;
import static dev.tidemark.table.ColumnType.TIMESTAMP;
import static dev.tidemark.table.ColumnType.UNIT_COST;

import dev.tidemark.contract.CellKey;
import dev.tidemark.contract.GoldFact;
import dev.tidemark.contract.GoldTable;
import dev.tidemark.domain.bookings.BookingStatus;
import dev.tidemark.domain.bookings.BookingView;
import dev.tidemark.domain.bookings.SpendDay;
import dev.tidemark.table.Panel;
import dev.tidemark.table.TableRow;
import dev.tidemark.table.TableSpec;
import dev.tidemark.table.TableSpec.Layer;
import dev.tidemark.table.Unit;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The campaigns ranked by volume, inside their channel and over all. Spend is known by channel only and is not split by
 * guess: a campaign has a cost only where its channel's spend cannot be anybody else's. One group; a cell is a day, a
 * channel and a campaign, or a day and a channel for its spend.
 */
public final class CampaignAttribution implements GoldTable {
    private static final long serialVersionUID = 1L;

    /** Stands for bookings without a campaign. */
    static final String NO_CAMPAIGN = "(none)";

    private static final TableSpec SPEC = TableSpec.upsert("gold_campaign_attribution", Layer.GOLD)
            .column("channel", STRING, "Channel")
            .column("campaign", STRING, "Campaign; " + NO_CAMPAIGN + " for bookings without one")
            .column("total_bookings_count", LONG, Unit.COUNT, "Bookings made in the covered days")
            .column(
                    "total_spend",
                    MONEY,
                    Unit.MONEY,
                    "Spend of the covered days in USD, where it is known: 0 if the channel has none, the channel's if all"
                            + " its bookings are of this campaign; else null, because spend comes by channel")
            .column("cpb", UNIT_COST, Unit.MONEY, "total_spend / total_bookings_count; null without either")
            .column("net_bookings_count", LONG, Unit.COUNT, "Bookings that are neither canceled nor a no-show")
            .column(
                    "cost_per_net_booking",
                    UNIT_COST,
                    Unit.MONEY,
                    "total_spend / net_bookings_count; null without either")
            .column("first_date", DATE, "First day that bookings and spend both cover; null if none")
            .column("last_date", DATE, "Last such day")
            .column("rank_by_volume", INT, Unit.RANK, "Dense rank among all campaigns, most bookings first")
            .column("rank_in_channel", INT, Unit.RANK, "Dense rank among the channel's campaigns, most bookings first")
            .column(
                    "rank_by_cpb",
                    INT,
                    Unit.RANK,
                    "Dense rank among campaigns whose cpb is known, lowest first; null without one")
            .column("share_of_bookings", RATIO, Unit.SHARE, "Part of all bookings, 0 to 1; null without bookings")
            .column(
                    "share_in_channel",
                    RATIO,
                    Unit.SHARE,
                    "Part of the channel's bookings, 0 to 1; null without bookings")
            .column(
                    "share_of_spend",
                    RATIO,
                    Unit.SHARE,
                    "Part of all channels' spend, 0 to 1; null where total_spend is")
            .column("updated_at", TIMESTAMP, "When the row was written")
            .key("channel", "campaign")
            .title("Campaign leaderboard")
            .meaning("Campaigns ranked by bookings inside their channel and over all, with their shares")
            .panel(Panel.rank("campaign", "channel", "total_bookings_count", "share_in_channel"))
            .build();

    private static final int BOOKINGS = 0;
    private static final int LOST = 1;
    private static final int SPEND_CENTS = 2;
    private static final int SPEND_ROWS = 3;
    private static final Measure[] MEASURES = DailyBookingsByChannel.sums(4);
    /** The detail of cells that hold spend; no campaign is empty. */
    private static final String SPEND = "";

    private record Campaign(String channel, String name) {
        static final Comparator<Campaign> ORDER =
                Comparator.comparing(Campaign::channel).thenComparing(Campaign::name);

        static Campaign of(CellKey cell) {
            return new Campaign(cell.channel(), cell.detail());
        }
    }

    private static final class Volume {
        private long bookings;
        private long net;
    }

    /** All campaigns of one channel. */
    private static final class Channel {
        private long bookings;
        private long spendCents;
        private final TreeSet<Long> volumes = new TreeSet<>(Comparator.reverseOrder());
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
            boolean lost = b.status() == BookingStatus.CANCELED || b.status() == BookingStatus.NO_SHOW;
            String campaign = b.campaign() == null || b.campaign().isBlank() ? NO_CAMPAIGN : b.campaign();
            out.add(0, new CellKey(b.bookingDay(), 0, b.channel(), campaign), 1, lost ? 1 : 0, 0, 0);
        } else if (fact instanceof SpendDay s) {
            out.add(0, new CellKey(s.spendDay(), 0, s.channel(), SPEND), 0, 0, s.spendCents(), 1);
        }
    }

    @Override
    public boolean isPartOf(Object[] row, long group, CellKey cell) {
        return row[SPEC.ordinal("channel")].equals(cell.channel())
                && Coverage.of(row, SPEC).contains(cell.day())
                && (cell.detail().equals(SPEND)
                        ? row[SPEC.ordinal("total_spend")] != null
                        : cell.detail().equals(row[SPEC.ordinal("campaign")]));
    }

    @Override
    public void render(Group group, Consumer<TableRow> out) {
        Coverage coverage = Coverage.of(group.cells(), BOOKINGS, SPEND_ROWS);
        SortedMap<Campaign, Volume> campaigns = new TreeMap<>(Campaign.ORDER);
        Map<String, Channel> channels = new HashMap<>();
        group.cells().forEach((cell, a) -> {
            boolean covered = coverage.contains(cell.day());
            Channel channel = channels.computeIfAbsent(cell.channel(), c -> new Channel());
            if (!cell.detail().equals(SPEND)) {
                Volume v = campaigns.computeIfAbsent(Campaign.of(cell), c -> new Volume());
                v.bookings += covered ? a[BOOKINGS] : 0;
                v.net += covered ? a[BOOKINGS] - a[LOST] : 0;
                channel.bookings += covered ? a[BOOKINGS] : 0;
            } else if (covered) {
                channel.spendCents += a[SPEND_CENTS];
            }
        });
        rows(campaigns, channels, coverage, group.nowMicros(), out);
        Stream.concat(group.cells().keySet().stream(), group.changed().stream())
                .filter(c -> !c.detail().equals(SPEND))
                .map(Campaign::of)
                .distinct()
                .filter(c -> !campaigns.containsKey(c))
                .forEach(c -> out.accept(deletion(c)));
    }

    private static void rows(
            SortedMap<Campaign, Volume> campaigns,
            Map<String, Channel> channels,
            Coverage coverage,
            long nowMicros,
            Consumer<TableRow> out) {
        TreeSet<Long> volumes = new TreeSet<>(Comparator.reverseOrder());
        TreeSet<BigDecimal> costs = new TreeSet<>();
        campaigns.forEach((campaign, v) -> {
            Channel channel = channels.get(campaign.channel());
            volumes.add(v.bookings);
            channel.volumes.add(v.bookings);
            BigDecimal cost = cost(spendCents(v, channel), v.bookings);
            if (cost != null) {
                costs.add(cost);
            }
        });
        long allBookings = channels.values().stream().mapToLong(c -> c.bookings).sum();
        long allCents = channels.values().stream().mapToLong(c -> c.spendCents).sum();
        campaigns.forEach((campaign, v) -> {
            Channel channel = channels.get(campaign.channel());
            Long cents = spendCents(v, channel);
            BigDecimal cost = cost(cents, v.bookings);
            out.accept(TableRow.of(
                    SPEC,
                    campaign.channel(),
                    campaign.name(),
                    v.bookings,
                    cents == null ? null : Decimals.money(cents),
                    cost,
                    v.net,
                    cost(cents, v.net),
                    coverage.first(),
                    coverage.last(),
                    volumes.headSet(v.bookings).size() + 1,
                    channel.volumes.headSet(v.bookings).size() + 1,
                    cost == null ? null : (Integer) (costs.headSet(cost).size() + 1),
                    Decimals.share(v.bookings, allBookings),
                    Decimals.share(v.bookings, channel.bookings),
                    cents == null ? null : Decimals.share(cents, allCents),
                    nowMicros));
        });
    }

    /** The campaign's spend in cents where it is known, else null. */
    private static Long spendCents(Volume campaign, Channel channel) {
        if (channel.spendCents == 0) {
            return 0L;
        }
        return campaign.bookings > 0 && campaign.bookings == channel.bookings ? (Long) channel.spendCents : null;
    }

    private static BigDecimal cost(Long cents, long bookings) {
        return cents == null ? null : Decimals.unitCost(cents, bookings);
    }

    private static TableRow deletion(Campaign campaign) {
        Object[] row = new Object[SPEC.width()];
        row[0] = campaign.channel();
        row[1] = campaign.name();
        return TableRow.deletion(SPEC, row);
    }
}
