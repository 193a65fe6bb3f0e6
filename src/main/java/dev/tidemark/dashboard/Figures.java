package dev.tidemark.dashboard;

import dev.tidemark.table.TableSpec;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Bookings and spend by day and channel: {@value #DAILY} and {@value #COST} side by side, as they stand in one version of
 * each.
 */
final class Figures {
    static final String DAILY = "gold_daily_bookings_by_channel";
    static final String COST = "gold_daily_cpb_by_channel";

    /** One day of one channel. Without spend known, cents is 0. */
    static final class Cell {
        static final Cell NOTHING = new Cell();

        long bookings;
        long net;
        long canceled;
        long noShows;
        long held;
        long cents;
        boolean spendKnown;
        /** Whether {@value #DAILY} has a row of it. */
        boolean listed;
    }

    private final NavigableMap<Integer, Map<String, Cell>> days = new TreeMap<>();
    private final Set<String> channels = new TreeSet<>();
    private final Set<Integer> provisional = new TreeSet<>();
    private final Map<String, Integer> firstListed = new TreeMap<>();
    private Optional<DayRange> booked = Optional.empty();
    private Optional<DayRange> covered = Optional.empty();

    private Figures() {}

    /** @param daily the rows of {@value #DAILY}, or null; {@code cost} likewise */
    static Figures of(KeptRows daily, KeptRows cost) {
        Figures f = new Figures();
        if (daily != null) {
            f.addBookings(daily);
        }
        if (cost != null) {
            f.addSpend(cost);
        }
        return f;
    }

    private void addBookings(KeptRows rows) {
        int day = rows.ordinal("booking_date");
        int channel = rows.ordinal("channel");
        int bookings = rows.ordinal("bookings_count");
        int net = rows.ordinal("net_bookings_count");
        int canceled = rows.ordinal("cancellations_count");
        int noShows = rows.ordinal("no_shows_count");
        int held = rows.ordinal("held_count");
        int isFinal = rows.ordinal("is_final");
        rows.forEach(row -> {
            Cell c = cell((Integer) row[day], (String) row[channel]);
            c.bookings = number(row[bookings]);
            c.net = number(row[net]);
            c.canceled = number(row[canceled]);
            c.noShows = number(row[noShows]);
            c.held = number(row[held]);
            c.listed = true;
            firstListed.merge((String) row[channel], (Integer) row[day], Math::min);
            booked = Optional.of(with(booked, (Integer) row[day]));
            if (!Boolean.TRUE.equals(row[isFinal])) {
                provisional.add((Integer) row[day]);
            }
            return true;
        });
    }

    private void addSpend(KeptRows rows) {
        int day = rows.ordinal("booking_date");
        int channel = rows.ordinal("channel");
        int bookings = rows.ordinal("total_bookings");
        int spend = rows.ordinal("total_spend");
        int asOf = rows.ordinal("spend_as_of");
        DayRange[] both = new DayRange[2];
        rows.forEach(row -> {
            int d = (Integer) row[day];
            Cell c = cell(d, (String) row[channel]);
            c.spendKnown = row[asOf] != null;
            c.cents = row[spend] == null
                    ? 0
                    : ((BigDecimal) row[spend]).movePointRight(2).longValueExact();
            if (number(row[bookings]) > 0) {
                both[0] = with(Optional.ofNullable(both[0]), d);
            }
            if (c.spendKnown) {
                both[1] = with(Optional.ofNullable(both[1]), d);
            }
            return true;
        });
        covered = both[0] == null || both[1] == null ? Optional.empty() : both[0].and(both[1]);
    }

    private Cell cell(int day, String channel) {
        channels.add(channel);
        return days.computeIfAbsent(day, d -> new TreeMap<>()).computeIfAbsent(channel, c -> new Cell());
    }

    private static DayRange with(Optional<DayRange> range, int day) {
        return range.map(r -> new DayRange(Math.min(r.first(), day), Math.max(r.last(), day)))
                .orElse(new DayRange(day, day));
    }

    private static long number(Object value) {
        return value == null ? 0 : (Long) value;
    }

    /** Every channel that has a row, sorted. */
    Collection<String> channels() {
        return channels;
    }

    /** From the first to the last day with bookings; empty without any. */
    Optional<DayRange> booked() {
        return booked;
    }

    /** From the first to the last day with bookings or spend; empty without any. */
    Optional<DayRange> known() {
        return days.isEmpty() ? Optional.empty() : Optional.of(new DayRange(days.firstKey(), days.lastKey()));
    }

    /** The newest day with bookings; without any, the newest with spend; of an empty lake, today. */
    int newestDay() {
        return booked.or(this::known).map(DayRange::last).orElseGet(() ->
                (int) LocalDate.now(ZoneOffset.UTC).toEpochDay());
    }

    /** The days that bookings and spend both cover; empty if there are none. */
    Optional<DayRange> covered() {
        return covered;
    }

    boolean isCovered(int day) {
        return covered.isPresent() && covered.get().has(day);
    }

    /** Whether events may still change the day's bookings. */
    boolean isProvisional(int day) {
        return provisional.contains(day);
    }

    /** The first day that events may still change; empty if there is none. */
    Optional<Integer> provisionalFrom() {
        return provisional.stream().findFirst();
    }

    /** One day of one channel; {@link Cell#NOTHING} if nothing is known of it. */
    Cell at(int day, String channel) {
        return days.getOrDefault(day, Map.of()).getOrDefault(channel, Cell.NOTHING);
    }

    /** The first day that the channel has a row of bookings for; empty without any. */
    Optional<Integer> firstListed(String channel) {
        return Optional.ofNullable(firstListed.get(channel));
    }

    /** What some days of some channels add up to. */
    Sums sums(DayRange range, Collection<String> of) {
        Sums sums = new Sums();
        days.subMap(range.first(), true, range.last(), true).forEach((day, cells) -> {
            boolean isCovered = isCovered(day);
            for (String channel : of) {
                Cell c = cells.get(channel);
                if (c != null) {
                    sums.add(c, isCovered);
                }
            }
        });
        return sums;
    }

    /** The newest figures of a lake, worked out once a version. */
    static final class Newest {
        private final LakeTables tables;
        private final TableSpec daily;
        private final TableSpec cost;
        private KeptRows dailyRows;
        private KeptRows costRows;
        private Figures figures;

        Newest(LakeTables tables) {
            this.tables = tables;
            this.daily = tables.spec(DAILY);
            this.cost = tables.spec(COST);
        }

        /** The figures of the versions that are there now. */
        Figures get() throws IOException {
            KeptRows newDaily = tables.kept(daily).orElse(null);
            KeptRows newCost = tables.kept(cost).orElse(null);
            synchronized (this) {
                if (figures == null || newDaily != dailyRows || newCost != costRows) {
                    figures = of(newDaily, newCost);
                    dailyRows = newDaily;
                    costRows = newCost;
                }
                return figures;
            }
        }
    }
}
