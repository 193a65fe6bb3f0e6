package dev.tidemark.dashboard;

import dev.tidemark.table.Unit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The numbers of a range at a glance, against the range before, and day by day. */
final class OverviewBoard {
    private final Figures.Newest newest;

    /**
     * The board.
     *
     * @param previous as many days just before; null if the lake's bookings do not cover them
     * @param covered the days of the range that bookings and spend both cover, which costs are of; null if none
     * @param provisionalFrom the first day of all that events may still change; null if there is none
     */
    record Overview(DayRange range, DayRange previous, DayRange covered, String provisionalFrom, List<Card> cards) {}

    /**
     * One number.
     *
     * @param value of the range; null for no value
     * @param previous of the range before; null where that is not covered
     * @param series the number of each day that the lake knows
     */
    record Card(
            String id, String title, String unit, String meaning, Number value, Number previous, List<Point> series) {}

    /** A number of one day; null for no value. */
    record Point(String day, Number value) {}

    private record Kpi(String id, String title, Unit unit, String meaning, Function<Sums, Number> of) {}

    private static final List<Kpi> KPIS = List.of(
            new Kpi("bookings", "Bookings", Unit.COUNT, "New bookings, whatever became of them", s -> s.bookings),
            new Kpi(
                    "net_bookings",
                    "Net bookings",
                    Unit.COUNT,
                    "Bookings that are neither canceled nor a no-show",
                    s -> s.net),
            new Kpi(
                    "cost_per_booking",
                    "Cost per booking",
                    Unit.MONEY,
                    "Spend / bookings, over the days that both cover",
                    Sums::costPerBooking),
            new Kpi(
                    "cost_per_net_booking",
                    "Cost per net booking",
                    Unit.MONEY,
                    "Spend / net bookings, over the days that both cover",
                    Sums::costPerNetBooking),
            new Kpi(
                    "cancellation_rate",
                    "Cancellation rate",
                    Unit.SHARE,
                    "Canceled bookings / bookings",
                    Sums::cancellationRate),
            new Kpi(
                    "no_show_rate",
                    "No-show rate",
                    Unit.SHARE,
                    "No-shows / (no-shows + held meetings): of the meetings that were due",
                    Sums::noShowRate),
            new Kpi("spend", "Spend", Unit.MONEY, "Spend of all days for which it is known", Sums::spend));

    OverviewBoard(Figures.Newest newest) {
        this.newest = newest;
    }

    Overview of(Query query) throws IOException {
        Figures figures = newest.get();
        Collection<String> channels = Channels.of(query, figures.channels());
        DayRange range = DayRange.of(query, figures.newestDay());
        Optional<DayRange> previous = Optional.of(range.before()).filter(p -> figures.booked()
                .filter(b -> b.has(p.first()) && b.has(p.last()))
                .isPresent());
        Sums now = figures.sums(range, channels);
        Sums before = previous.map(p -> figures.sums(p, channels)).orElse(null);
        List<DayRange> days = figures.known()
                .flatMap(range::and)
                .map(d -> eachDay(d.requireCountable()))
                .orElse(List.of());
        List<Sums> daily = days.stream().map(d -> figures.sums(d, channels)).toList();
        List<Card> cards = new ArrayList<>();
        for (Kpi kpi : KPIS) {
            List<Point> series = new ArrayList<>(days.size());
            for (int i = 0; i < days.size(); i++) {
                series.add(new Point(days.get(i).getFrom(), kpi.of().apply(daily.get(i))));
            }
            cards.add(new Card(
                    kpi.id(),
                    kpi.title(),
                    kpi.unit().word(),
                    kpi.meaning(),
                    kpi.of().apply(now),
                    before == null ? null : kpi.of().apply(before),
                    series));
        }
        return new Overview(
                range,
                previous.orElse(null),
                figures.covered().flatMap(range::and).orElse(null),
                figures.provisionalFrom().map(DayRange::text).orElse(null),
                cards);
    }

    private static List<DayRange> eachDay(DayRange range) {
        List<DayRange> days = new ArrayList<>(range.length());
        for (int day = range.first(); day <= range.last(); day++) {
            days.add(new DayRange(day, day));
        }
        return days;
    }
}
