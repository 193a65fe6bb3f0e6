package dev.tidemark.shadow;

import static dev.tidemark.table.ColumnType.DATE;
import static dev.tidemark.table.ColumnType.INT;
import static dev.tidemark.table.ColumnType.LONG;
import static dev.tidemark.table.ColumnType.MONEY;
import static dev.tidemark.table.ColumnType.STRING;
import static dev.tidemark.table.ColumnType.UNIT_COST;

import dev.tidemark.contract.ReportingTime;
import dev.tidemark.shadow.Waterfall.Entry;
import dev.tidemark.shadow.Waterfall.Kind;
import dev.tidemark.table.Column;
import dev.tidemark.table.ColumnType;
import dev.tidemark.table.Values;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Writes a comparison as small tables. */
final class ComparisonSections {
    private static final String DIFFERENCE = " In each row: the number of the reference = the causes + ours.";

    private final Comparison comparison;

    ComparisonSections(Comparison comparison) {
        this.comparison = comparison;
    }

    List<Section> all() {
        return List.of(
                deliveries(),
                cpbByChannel(),
                channelAttribution(),
                transposed(
                        "bookings_by_cause",
                        "From the reference's total_bookings_count to ours: its number = all causes + ours.",
                        LONG,
                        comparison.channels),
                transposed(
                        "spend_by_cause", "From the reference's total_spend to ours, in USD.", MONEY, comparison.spend),
                dailyBookings(),
                timeAnalysis(),
                meetingLoad(),
                causes());
    }

    private Section deliveries() {
        List<Object[]> rows = new ArrayList<>();
        comparison
                .deliveries
                .fates()
                .forEach((fate, share) -> rows.add(new Object[] {
                    fate.kind(), fate.ours(), share.deliveries, share.referenceRows, share.referenceCounted
                }));
        return new Section(
                "deliveries",
                "What came, what our job did with it, and how many rows the reference made of it and counted as bookings.",
                List.of(
                        column("kind", STRING),
                        column("our_job", STRING),
                        column("deliveries", LONG),
                        column("reference_rows", LONG),
                        column("reference_counted", LONG)),
                rows);
    }

    private Section cpbByChannel() {
        return new Section(
                "gold_cpb_by_channel",
                "The reference over all meetings and all spend; ours over the days that both cover (our_first_date to"
                        + " our_last_date). A cost of 0 there may mean that there is no booking.",
                List.of(
                        column("channel", STRING),
                        column("reference_total_bookings_count", LONG),
                        column("our_total_bookings_count", LONG),
                        column("reference_total_spend", MONEY),
                        column("our_total_spend", MONEY),
                        column("reference_cpb", UNIT_COST),
                        column("our_cpb", UNIT_COST),
                        column("our_first_date", DATE),
                        column("our_last_date", DATE)),
                byChannel((theirs, our) -> new Object[] {
                    theirs == null ? null : (Long) theirs.bookings(),
                    our == null ? null : (Long) our.bookings(),
                    theirs == null ? null : theirs.spend(),
                    our == null ? null : our.spend(),
                    theirs == null ? null : theirs.cpb(),
                    our == null ? null : our.cpb(),
                    our == null ? null : our.firstDay(),
                    our == null ? null : our.lastDay()
                }));
    }

    private Section channelAttribution() {
        return new Section(
                "gold_channel_attribution",
                "The columns above, ranked: its rank_by_cpb takes 0 for the best cost, ours puts no cost last.",
                List.of(
                        column("channel", STRING),
                        column("reference_rank_by_volume", INT),
                        column("our_rank_by_volume", INT),
                        column("reference_rank_by_cpb", INT),
                        column("our_rank_by_cpb", INT)),
                byChannel((theirs, our) -> new Object[] {
                    theirs == null ? null : (Integer) theirs.rankByVolume(),
                    our == null ? null : (Integer) our.rankByVolume(),
                    theirs == null ? null : (Integer) theirs.rankByCpb(),
                    our == null ? null : (Integer) our.rankByCpb()
                }));
    }

    /** Makes the columns behind the channel; either side may have no such channel. */
    private interface ChannelRow {
        Object[] of(ReferenceTables.Channel theirs, OurGold.Channel our);
    }

    private List<Object[]> byChannel(ChannelRow columns) {
        Map<String, ReferenceTables.Channel> theirs = new TreeMap<>();
        comparison.reference.channels().forEach(c -> theirs.put(c.channel(), c));
        Set<String> channels = new TreeSet<>(theirs.keySet());
        channels.addAll(comparison.ours.channels().keySet());
        List<Object[]> rows = new ArrayList<>();
        for (String channel : channels) {
            Object[] values =
                    columns.of(theirs.get(channel), comparison.ours.channels().get(channel));
            rows.add(joined(new Object[] {channel}, values));
        }
        return rows;
    }

    private Section dailyBookings() {
        return matrix(
                "gold_daily_bookings_by_channel",
                "The reference by the meeting's day, ours by the day the booking was made." + DIFFERENCE,
                List.of(column("booking_date", DATE), column("channel", STRING), column("booking_week", INT)),
                comparison.daily,
                c -> new Object[] {
                    c.day(), c.channel(), c.day() == null ? null : (Integer) ReportingTime.isoWeek(c.day())
                });
    }

    private Section timeAnalysis() {
        return matrix(
                "gold_booking_time_analysis",
                "Meetings by weekday (1 = Sunday) and hour; a row without them is the reference's for a channel without"
                        + " rows, or for starts that it cannot read." + DIFFERENCE,
                List.of(column("channel", STRING), column("booking_day_of_week", INT), column("booking_hour", INT)),
                comparison.slots,
                c -> new Object[] {c.channel(), c.dayOfWeek(), c.hour()});
    }

    private Section meetingLoad() {
        String ours = comparison.ours.meetings() == null ? " Our lake has no such table to compare with." : DIFFERENCE;
        return matrix(
                "gold_meeting_load_per_employee",
                "Meetings by host; the reference counts rows." + ours,
                List.of(column("user_id", STRING)),
                comparison.meetings,
                user -> new Object[] {user});
    }

    private Section causes() {
        List<Object[]> rows = Arrays.stream(Cause.values())
                .map(c -> new Object[] {c.word(), c.meaning()})
                .toList();
        return new Section(
                "causes",
                "The causes, in the order in which they are taken away. A cause counts what is left of it then.",
                List.of(column("cause", STRING), column("meaning", STRING)),
                rows);
    }

    /** An entry a row, a channel a column. */
    private static Section transposed(String name, String meaning, ColumnType type, Waterfall<String> waterfall) {
        List<String> channels = waterfall.cells().stream().sorted().toList();
        List<Column> columns = new ArrayList<>(List.of(column("entry_kind", STRING), column("entry", STRING)));
        channels.forEach(c -> columns.add(column(c, type)));
        columns.add(column("all_channels", type));
        List<Object[]> rows = new ArrayList<>();
        for (Entry<String> e : waterfall.entries()) {
            if (e.kind() == Kind.CAUSE && e.isZero()) {
                continue;
            }
            Object[] row = new Object[columns.size()];
            row[0] = e.kind().name().toLowerCase(Locale.ROOT);
            row[1] = e.name();
            BigDecimal sum = BigDecimal.ZERO;
            for (int i = 0; i < channels.size(); i++) {
                row[2 + i] = number(type, e.values().get(channels.get(i)));
                sum = sum.add(e.values().get(channels.get(i)));
            }
            row[row.length - 1] = number(type, sum);
            rows.add(row);
        }
        return new Section(name, meaning, columns, rows);
    }

    /** A cell a row, an entry a column; causes without any effect are left out. */
    private static <K> Section matrix(
            String name, String meaning, List<Column> keys, Waterfall<K> waterfall, Function<K, Object[]> key) {
        List<Column> columns = new ArrayList<>(keys);
        List<Entry<K>> shown = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Entry<K> e : waterfall.entries()) {
            boolean effect = e.kind() == Kind.REFERENCE || e.kind() == Kind.OURS || !e.isZero();
            if (effect) {
                shown.add(e);
                columns.add(column(names.add(e.name()) ? e.name() : e.name() + "_" + shown.size(), LONG));
            }
        }
        List<Object[]> rows = new ArrayList<>();
        for (K cell : waterfall.cells()) {
            Object[] values = shown.stream()
                    .map(e -> present(e, cell) ? number(LONG, e.values().get(cell)) : null)
                    .toArray();
            rows.add(joined(key.apply(cell), values));
        }
        rows.sort(Values.byColumns(IntStream.range(0, keys.size()).toArray()));
        return new Section(name, meaning, columns, rows);
    }

    /** A table that has no such row shows nothing there; a cause shows 0. */
    private static <K> boolean present(Entry<K> e, K cell) {
        boolean table = e.kind() == Kind.REFERENCE || e.kind() == Kind.OURS;
        return !table || e.values().sums().containsKey(cell);
    }

    private static Object number(ColumnType type, BigDecimal value) {
        if (type.kind() == ColumnType.Kind.LONG) {
            return value.longValueExact();
        }
        return value.scale() < type.scale() ? value.setScale(type.scale()) : value;
    }

    private static Object[] joined(Object[] first, Object[] second) {
        Object[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    private static Column column(String name, ColumnType type) {
        return Column.of(name, type, name);
    }
}
