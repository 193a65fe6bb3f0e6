package dev.tidemark.cli;

import dev.tidemark.generate.GeneratorOptions;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The options of generated traffic that several commands have in common. Shares are parts of 1. */
final class TrafficOptions {
    @Option(names = "--seed", defaultValue = "1", paramLabel = "N", description = "Seed, default ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--hosts", paramLabel = "N", description = "People that meetings are booked with.")
    private Integer hosts;

    @Option(names = "--campaigns", paramLabel = "N", description = "Event types that belong to a campaign.")
    private Integer campaigns;

    @Option(names = "--cancellations", paramLabel = "SHARE", description = "Bookings that are canceled.")
    private Double cancellations;

    @Option(names = "--rescheduled", paramLabel = "SHARE", description = "Bookings that are moved, one to four times.")
    private Double rescheduled;

    @Option(names = "--no-shows", paramLabel = "SHARE", description = "Bookings that nobody comes to.")
    private Double noShows;

    @Option(names = "--duplicates", paramLabel = "SHARE", description = "Deliveries that are repeated.")
    private Double duplicates;

    @Option(names = "--disorder", paramLabel = "SHARE", description = "Deliveries that arrive out of order.")
    private Double disorder;

    @Option(names = "--disorder-max-hours", paramLabel = "N", description = "How far out of order at most.")
    private Integer disorderMaxHours;

    @Option(
            names = "--late",
            paramLabel = "SHARE",
            description = "Events that arrive after their window closed for good.")
    private Double late;

    @Option(names = "--malformed", paramLabel = "SHARE", description = "Deliveries that break a rule.")
    private Double malformed;

    long seed() {
        return seed;
    }

    GeneratorOptions.Builder apply(GeneratorOptions.Builder b) {
        b.seed(seed);
        if (hosts != null) {
            b.hosts(hosts);
        }
        if (campaigns != null) {
            b.campaigns(campaigns);
        }
        if (cancellations != null) {
            b.cancellations(cancellations);
        }
        if (rescheduled != null) {
            b.rescheduled(rescheduled);
        }
        if (noShows != null) {
            b.noShows(noShows);
        }
        if (duplicates != null) {
            b.duplicates(duplicates);
        }
        if (disorder != null) {
            b.disorder(disorder);
        }
        if (disorderMaxHours != null) {
            b.disorderMax(Duration.ofHours(disorderMaxHours));
        }
        if (late != null) {
            b.late(late);
        }
        if (malformed != null) {
            b.malformed(malformed);
        }
        return b;
    }
}
