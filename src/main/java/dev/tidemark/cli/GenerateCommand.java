package dev.tidemark.cli;

import dev.tidemark.generate.GeneratorOptions;
import dev.tidemark.generate.ReplayFolderWriter;
import dev.tidemark.generate.ReplaySummary;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes a replay folder and the Gold numbers that must come of it. */
@Command(
        name = "generate",
        mixinStandardHelpOptions = true,
        description =
                "Writes a replay folder with sample traffic, and under expected/ the Gold numbers that must come of"
                        + " it, computed without the job. The same options give the same bytes.")
final class GenerateCommand implements Callable<Integer> {
    @Option(names = "--output", required = true, paramLabel = "DIR", description = "Folder to write; new or empty.")
    private Path output;

    @Option(
            names = "--bookings",
            defaultValue = "20000",
            paramLabel = "N",
            description = "Bookings, default ${DEFAULT-VALUE}.")
    private int bookings;

    @Option(
            names = "--start",
            defaultValue = "2026-01-05",
            paramLabel = "DATE",
            description = "First day, default ${DEFAULT-VALUE}.")
    private LocalDate start;

    @Option(names = "--days", defaultValue = "30", paramLabel = "N", description = "Days, default ${DEFAULT-VALUE}.")
    private int days;

    @Option(
            names = "--files",
            defaultValue = "4",
            paramLabel = "N",
            description = "Webhook files, default ${DEFAULT-VALUE}.")
    private int files;

    @Option(names = "--plain", description = "Writes .jsonl, not .jsonl.gz.")
    private boolean plain;

    @Option(names = "--wrapped", description = "Writes the wrapped form {ingestion_time, source, data}.")
    private boolean wrapped;

    @Option(
            names = "--zone",
            defaultValue = "UTC",
            paramLabel = "ZONE",
            description = "Reporting time zone of the expected numbers, default ${DEFAULT-VALUE}.")
    private ZoneId zone;

    @Option(
            names = "--without-expected",
            description = "Writes no expected/, for very many bookings: its numbers take 350 bytes of memory for each.")
    private boolean withoutExpected;

    @Mixin
    private TrafficOptions traffic;

    @Override
    public Integer call() throws Exception {
        Instant from = start.atStartOfDay(zone).toInstant();
        GeneratorOptions options;
        try {
            options = traffic.apply(GeneratorOptions.builder()
                            .bookings(bookings)
                            .start(from)
                            .days(days)
                            .reportingZone(zone))
                    .build();
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(e.getMessage(), e);
        }
        ReplayFolderWriter writer =
                new ReplayFolderWriter(options).files(files).gzip(!plain).wrapped(wrapped);
        if (withoutExpected) {
            writer.writeInput(output);
            System.err.println("wrote the deliveries of " + bookings + " bookings to " + output);
            return 0;
        }
        ReplaySummary s = writer.write(output);
        System.err.println("wrote " + s.deliveries() + " deliveries of " + s.bookings() + " bookings to " + output
                + ": "
                + s.accepted() + " to accept, " + s.duplicates() + " duplicates, " + s.unsupported() + " unsupported, "
                + s.quarantined() + " to refuse; expected numbers in " + output.resolve("expected"));
        return 0;
    }
}
