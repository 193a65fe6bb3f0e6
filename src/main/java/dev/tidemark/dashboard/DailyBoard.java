package dev.tidemark.dashboard;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Bookings and cost by day and channel. */
final class DailyBoard {
    private static final int AVERAGED_DAYS = 7;

    private final Figures.Newest newest;
    private final SpendChanges spendChanges;

    /**
     * The board. Every list has a value a day, in the order of {@code days}.
     *
     * @param range the range asked for; {@code days} are those of it that the lake knows
     * @param isFinal whether no booking event can change the day any more
     * @param covered whether bookings and spend both cover the day
     * @param restated where the spend of a day was known otherwise before
     */
    record Daily(
            DayRange range,
            List<String> days,
            List<Series> channels,
            @com.fasterxml.jackson.annotation.JsonProperty("final") List<Boolean> isFinal,
            List<Boolean> covered,
            List<SpendChanges.Restated> restated) {}

    /**
     * One channel.
     *
     * @param spend null for days without a known one
     * @param average7 mean bookings a day over the seven days up to each; over fewer where the data begins later
     */
    record Series(
            String channel,
            List<Long> bookings,
            List<Long> netBookings,
            List<Long> canceled,
            List<Long> noShows,
            List<Long> held,
            List<BigDecimal> spend,
            List<BigDecimal> costPerBooking,
            List<BigDecimal> costPerNetBooking,
            List<BigDecimal> average7) {

        static Series empty(String channel, int days) {
            return new Series(
                    channel,
                    new ArrayList<>(days),
                    new ArrayList<>(days),
                    new ArrayList<>(days),
                    new ArrayList<>(days),
                    new ArrayList<>(days),
                    new ArrayList<>(days),
                    new ArrayList<>(days),
                    new ArrayList<>(days),
                    new ArrayList<>(days));
        }
    }

    DailyBoard(Figures.Newest newest, SpendChanges spendChanges) {
        this.newest = newest;
        this.spendChanges = spendChanges;
    }

    Daily of(Query query) throws IOException {
        Figures figures = newest.get();
        Collection<String> channels = Channels.of(query, figures.channels());
        DayRange range = DayRange.of(query, figures.newestDay());
        DayRange known = figures.known().flatMap(range::and).orElse(null);
        if (known == null) {
            return new Daily(range, List.of(), List.of(), List.of(), List.of(), List.of());
        }
        known.requireCountable();
        List<String> days = new ArrayList<>(known.length());
        List<Boolean> isFinal = new ArrayList<>(known.length());
        List<Boolean> covered = new ArrayList<>(known.length());
        for (int day = known.first(); day <= known.last(); day++) {
            days.add(DayRange.text(day));
            isFinal.add(!figures.isProvisional(day));
            covered.add(figures.isCovered(day));
        }
        List<Series> series = new ArrayList<>();
        for (String channel : channels) {
            series.add(series(figures, channel, known));
        }
        return new Daily(range, days, series, isFinal, covered, spendChanges.of(known, channels));
    }

    private static Series series(Figures figures, String channel, DayRange days) {
        Series s = Series.empty(channel, days.length());
        int begin = figures.firstListed(channel).orElse(Integer.MAX_VALUE);
        long week = 0;
        for (int day = days.first() - AVERAGED_DAYS + 1; day < days.first(); day++) {
            week += figures.at(day, channel).bookings;
        }
        for (int day = days.first(); day <= days.last(); day++) {
            Figures.Cell c = figures.at(day, channel);
            week += c.bookings;
            s.bookings().add(c.bookings);
            s.netBookings().add(c.net);
            s.canceled().add(c.canceled);
            s.noShows().add(c.noShows);
            s.held().add(c.held);
            s.spend().add(c.spendKnown ? BigDecimal.valueOf(c.cents, 2) : null);
            s.costPerBooking().add(c.spendKnown ? Sums.cost(c.cents, c.bookings) : null);
            s.costPerNetBooking().add(c.spendKnown ? Sums.cost(c.cents, c.net) : null);
            s.average7().add(Sums.ratio(week, Math.min(AVERAGED_DAYS, (long) day - begin + 1)));
            week -= figures.at(day - AVERAGED_DAYS + 1, channel).bookings;
        }
        return s;
    }
}
