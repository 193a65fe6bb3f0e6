package dev.tidemark.dashboard;

import dev.tidemark.config.TidemarkConfig;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What a page must know first: whose numbers these are, how fresh they are, what can be asked for. */
final class StatusBoard {
    /** What spend files are in; the tables say so too. */
    private static final String CURRENCY = "USD";

    private final TidemarkConfig config;
    private final TableWatch watch;
    private final Figures.Newest figures;
    private final Freshness freshness;
    private final FetchActions actions;

    /**
     * The status.
     *
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
            Figures.Newest figures,
            Freshness freshness,
            FetchActions actions) {
        this.config = config;
        this.watch = watch;
        this.figures = figures;
        this.freshness = freshness;
        this.actions = actions;
    }

    Status of(Query query) throws IOException {
        query.allow();
        Figures now = figures.get();
        Instant at = Instant.now();
        Optional<Instant> delivery = freshness.newestDelivery();
        return new Status(
                config.zone().getId(),
                CURRENCY,
                config.lake(),
                at.toString(),
                freshness.watermark().map(Instant::toString).orElse(null),
                delivery.map(Instant::toString).orElse(null),
                delivery.map(d -> Duration.between(d, at).toMillis()).orElse(null),
                now.booked().map(DayRange::getFrom).orElse(null),
                now.booked().map(DayRange::getTo).orElse(null),
                now.channels(),
                LeaderboardBoard.MINIMUM_BOOKINGS,
                actions.available(),
                watch.newest().stream().map(CommitOf::of).toList());
    }
}
