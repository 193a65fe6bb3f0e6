package dev.tidemark.shadow;

import dev.tidemark.contract.ReportingTime;
import dev.tidemark.shadow.Cells.DayChannel;
import dev.tidemark.shadow.Cells.Slot;
import dev.tidemark.shadow.ReferenceRecord.HostRows;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The reference pipeline's five Gold tables, counted its way. */
final class ReferenceTables {
    static final ReportingTime UTC = new ReportingTime(ZoneOffset.UTC);
    private static final int CPB_DIGITS = 5;

    /**
     * A row of its {@code gold_channel_attribution}; the first four values are its {@code gold_cpb_by_channel}.
     *
     * @param channel the channel
     * @param bookings rows that it counts
     * @param spend all spend that it has, in USD
     * @param cpb spend / rows, five digits; 0 where there are no rows
     * @param rankByVolume dense rank, most rows first
     * @param rankByCpb dense rank, lowest cost first, 0 too
     */
    record Channel(String channel, long bookings, BigDecimal spend, BigDecimal cpb, int rankByVolume, int rankByCpb) {}

    private final List<Delivery> deliveries;
    private final List<SpendLine> spend;

    ReferenceTables(List<Delivery> deliveries, List<SpendLine> spend) {
        this.deliveries = deliveries;
        this.spend = spend;
    }

    /** Where it counts a record; the day is null where it cannot read the start. */
    static DayChannel dayChannel(ReferenceRecord r) {
        return new DayChannel(hasStart(r) ? (Integer) UTC.day(r.startMicros()) : null, r.channel());
    }

    /** Where it counts a record's meeting. */
    static Slot slot(ReferenceRecord r) {
        return hasStart(r) ? slot(r.startMicros(), r.channel(), UTC) : new Slot(r.channel(), null, null);
    }

    static Slot slot(long startMicros, String channel, ReportingTime time) {
        return new Slot(channel, ReportingTime.dayOfWeek(time.day(startMicros)), time.hourOfDay(startMicros));
    }

    private static boolean hasStart(ReferenceRecord r) {
        return r.startMicros() != ReferenceRecord.UNREADABLE;
    }

    /** Its rows by day and channel, those without a day too: what its totals count. */
    Tally<DayChannel> rows() {
        Tally<DayChannel> rows = new Tally<>();
        counted(r -> rows.add(dayChannel(r), r.rows()));
        return rows;
    }

    /** Its daily table: each of its channels on each day; the rows without a day join nothing. */
    Tally<DayChannel> daily() {
        Tally<DayChannel> rows = rows();
        Set<Integer> days = new HashSet<>();
        rows.sums().keySet().forEach(cell -> days.add(cell.day()));
        Tally<DayChannel> daily = new Tally<>();
        for (Integer day : days) {
            for (String channel : ReferenceReader.KNOWN_CHANNELS) {
                DayChannel cell = new DayChannel(day, channel);
                daily.add(cell, day == null ? BigDecimal.ZERO : rows.get(cell));
            }
        }
        return daily;
    }

    /** Its spend by channel: every row of every file. */
    Tally<String> spend() {
        Tally<String> sums = new Tally<>();
        for (SpendLine line : spend) {
            sums.add(known(line.referenceChannel()), line.dollars());
        }
        return sums;
    }

    /** The channel's row: its own, or that of all channels that the reference does not know. */
    static String known(String channel) {
        return ReferenceReader.KNOWN_CHANNELS.contains(channel) ? channel : ReferenceReader.OTHERS;
    }

    /** One row for each of its channels, in the order of volume. */
    List<Channel> channels() {
        Tally<String> bookings = new Tally<>();
        rows().sums().forEach((cell, n) -> bookings.add(cell.channel(), n));
        Tally<String> sums = spend();
        TreeSet<BigDecimal> volumes = new TreeSet<>(Comparator.reverseOrder());
        Map<String, BigDecimal> costs = new TreeMap<>();
        for (String channel : ReferenceReader.KNOWN_CHANNELS) {
            volumes.add(bookings.get(channel));
            costs.put(channel, cpb(sums.get(channel), bookings.get(channel)));
        }
        TreeSet<BigDecimal> ranked = new TreeSet<>(costs.values());
        return ReferenceReader.KNOWN_CHANNELS.stream()
                .map(channel -> new Channel(
                        channel,
                        bookings.get(channel).longValueExact(),
                        sums.get(channel).setScale(2, RoundingMode.HALF_UP),
                        costs.get(channel).setScale(CPB_DIGITS, RoundingMode.HALF_UP),
                        volumes.headSet(bookings.get(channel)).size() + 1,
                        ranked.headSet(costs.get(channel)).size() + 1))
                .sorted(Comparator.comparing(Channel::rankByVolume).thenComparing(Channel::channel))
                .toList();
    }

    private static BigDecimal cpb(BigDecimal spend, BigDecimal bookings) {
        // about as many digits as its binary numbers have
        return bookings.signum() == 0 ? BigDecimal.ZERO : spend.divide(bookings, 12, RoundingMode.HALF_UP);
    }

    /** Its time analysis; a channel without rows has one, without hour and weekday. */
    Tally<Slot> slots() {
        Tally<Slot> slots = new Tally<>();
        Set<String> empty = new HashSet<>(ReferenceReader.KNOWN_CHANNELS);
        counted(r -> {
            slots.add(slot(r), r.rows());
            empty.remove(r.channel());
        });
        empty.forEach(channel -> slots.add(new Slot(channel, null, null), 0));
        return slots;
    }

    /** Its meeting load by host; the host is null where a delivery names none. */
    Tally<String> meetings() {
        Tally<String> meetings = new Tally<>();
        counted(r -> {
            for (HostRows host : r.hosts()) {
                meetings.add(host.userId(), host.rows());
            }
        });
        return meetings;
    }

    private void counted(Consumer<ReferenceRecord> to) {
        for (Delivery d : deliveries) {
            if (d.isCountedByReference()) {
                to.accept(d.reference());
            }
        }
    }
}
