package dev.tidemark.dashboard;

import dev.tidemark.config.TidemarkConfig;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Optional;

/** What a page must know first: whose numbers these are, how fresh they are, what can be asked for. */
final class StatusBoard {
    /** What spend files are in; the tables say so too. */
    private static final String CURRENCY = "USD";

    private final TidemarkConfig config;
    private final TableWatch watch;
    private final LakeTables tables;
    private final ReadAhead ahead;
    private final Figures.Newest figures;
    private final Freshness freshness;
    private final FetchActions actions;

    /**
     * The status.
     *
     * @param problem why the lake can't be read now; null if it can
     * @param reading whether tables are still being read after the start: then watermark and channels are not told yet
     * @param watermark how far event time has come; null before the start
     * @param newestDeliveryAt when the newest delivery that is in Bronze was received; null without any
     * @param freshnessMs milliseconds from then to now; null without any
     * @param firstDay first day with bookings; null without any, as {@code lastDay}
     */
    record Status(
            String zone,
            String currency,
            String lake,
            String generatedAt,
            String problem,
            boolean reading,
            String watermark,
            String newestDeliveryAt,
            Long freshnessMs,
            String firstDay,
            String lastDay,
            Collection<String> channels,
            int minimumBookingsForCostRank,
            FetchActions.All actions,
            List<CommitOf> commits) {}

    record CommitOf(String table, long version, String committedAt) {
        static CommitOf of(TableWatch.Commit c) {
            return new CommitOf(c.table(), c.version(), c.committedAt().toString());
        }
    }

    StatusBoard(
            TidemarkConfig config,
            TableWatch watch,
            LakeTables tables,
            ReadAhead ahead,
            Figures.Newest figures,
            Freshness freshness,
            FetchActions actions) {
        this.config = config;
        this.watch = watch;
        this.tables = tables;
        this.ahead = ahead;
        this.figures = figures;
        this.freshness = freshness;
        this.actions = actions;
    }

    Status of(Query query) throws IOException {
        query.allow();
        boolean reading = !ahead.isDone();
        Optional<DayRange> booked = reading ? daysInLog() : figures.get().booked();
        Instant at = Instant.now();
        Optional<Instant> delivery = freshness.newestDelivery();
        return new Status(
                config.zone().getId(),
                CURRENCY,
                config.lake(),
                at.toString(),
                watch.trouble().orElse(null),
                reading,
                reading ? null : freshness.watermark().map(Instant::toString).orElse(null),
                delivery.map(Instant::toString).orElse(null),
                delivery.map(d -> Duration.between(d, at).toMillis()).orElse(null),
                booked.map(DayRange::getFrom).orElse(null),
                booked.map(DayRange::getTo).orElse(null),
                reading ? List.of() : figures.get().channels(),
                LeaderboardBoard.MINIMUM_BOOKINGS,
                actions.available(),
                watch.newest().stream().map(CommitOf::of).toList());
    }

    /** The days with bookings by the partitions of the table that lists them: its files need not be read for that. */
    private Optional<DayRange> daysInLog() throws IOException {
        Optional<LakeTables.Opened> daily = tables.open(tables.spec(Figures.DAILY));
        IntSummaryStatistics days = daily.map(LakeTables.Opened::files).orElse(List.of()).stream()
                .mapToInt(f ->
                        (int) LocalDate.parse(f.partition().get("booking_date")).toEpochDay())
                .summaryStatistics();
        return days.getCount() == 0 ? Optional.empty() : Optional.of(new DayRange(days.getMin(), days.getMax()));
    }
}
