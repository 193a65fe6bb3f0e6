package dev.tidemark.cli;

import dev.tidemark.config.TidemarkConfig;
import dev.tidemark.contract.ReportingTime;
import dev.tidemark.delta.Lake;
import dev.tidemark.domain.bookings.reference.EventTypeMapping;
import dev.tidemark.domain.bookings.spend.AcceptSpend;
import dev.tidemark.generate.PublishedWeek;
import dev.tidemark.ingest.replay.RecordedLines;
import dev.tidemark.shadow.Comparison;
import dev.tidemark.shadow.Deliveries;
import dev.tidemark.shadow.Section;
import dev.tidemark.shadow.SpendLines;
import dev.tidemark.topology.Feeds;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the reference pipeline's numbers beside ours, for the same input. */
@Command(
        name = "shadow",
        mixinStandardHelpOptions = true,
        description =
                "Counts a replay folder as the reference batch pipeline does, replays it through our job, and prints"
                        + " both sides with the cause of every difference. Exit status 1 if a number stays unexplained.")
final class ShadowCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ShadowCommand.class);

    /** How the comparison is printed. */
    enum Format {
        TABLE,
        JSON
    }

    /** What to compare. */
    static final class Input {
        @Option(
                names = "--input",
                paramLabel = "DIR",
                description = "Replay folder, as replay takes it: calendly-webhooks/*.jsonl[.gz], ad-spend/ and"
                        + " event-types.json.")
        private Path folder;

        @Option(
                names = "--published",
                description = "A made-up week that leads the reference's way of counting to the numbers it published.")
        private boolean published;
    }

    @ArgGroup(multiplicity = "1")
    private Input input;

    @Option(
            names = "--lake",
            paramLabel = "DIR",
            description = "Lake for our job to write, new or filled from this very folder; without it a temporary one.")
    private Path lake;

    @Option(
            names = "--format",
            defaultValue = "table",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}, default ${DEFAULT-VALUE}.")
    private Format format;

    @Option(names = "--as-of", paramLabel = "TIME", description = "Instant for our job to decide as of; see replay.")
    private String asOf;

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            description = "Subtasks of each operator of our job, default ${DEFAULT-VALUE}.")
    private int parallelism = FlinkSettings.replayParallelism();

    @Mixin
    private ConfigOptions options;

    @Override
    public Integer call() throws Exception {
        Path temporary = Files.createTempDirectory("tidemark-shadow");
        try {
            Path folder = input.folder;
            if (input.published) {
                folder = temporary.resolve("published");
                PublishedWeek.write(folder);
            } else if (!Files.isDirectory(folder)) {
                throw new CommandFailure("there is no folder " + folder + "; name one with --input");
            }
            Path ours = lake == null ? temporary.resolve("lake") : lake;
            Map<String, String> values = new HashMap<>(options.values());
            values.put("lake.location", ours.toString());
            ReportingTime time = new ReportingTime(TidemarkConfig.parse(values).zone());
            replay(folder, ours);
            Comparison comparison = compare(folder, new GoldOfLake(Lake.at(ours.toString())), time);
            print(comparison.sections(), comparison.unexplained());
            return comparison.unexplained() == 0 ? 0 : 1;
        } finally {
            Folders.delete(temporary);
        }
    }

    /**
     * Runs the real replay, as a user would. Its tables are read here afterwards, with codecs of Hadoop's that the job's
     * threads may have loaded first and that keep asking the job's class loader, so that must outlive the job.
     */
    private void replay(Path folder, Path ours) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "--input=" + folder,
                "--lake=" + ours,
                "--parallelism=" + parallelism,
                "--flink=classloader.check-leaked-classloader=false"));
        if (asOf != null) {
            arguments.add("--as-of=" + asOf);
        }
        options.values().forEach((key, value) -> {
            arguments.add("-D");
            arguments.add(key + "=" + value);
        });
        CommandLine replay = new CommandLine(new ReplayCommand());
        replay.setExecutionExceptionHandler((e, command, parsed) -> {
            throw e;
        });
        int status = replay.execute(arguments.toArray(String[]::new));
        if (status != 0) {
            throw new CommandFailure("our job did not replay " + folder + "; see above");
        }
    }

    private static Comparison compare(Path folder, GoldOfLake gold, ReportingTime time) throws IOException {
        Map<String, String> refused = gold.refusals(Feeds.WEBHOOKS);
        Deliveries deliveries = new Deliveries(time, refused::get);
        RecordedLines.read(folder.resolve(Feeds.WEBHOOKS), Feeds.WEBHOOKS, deliveries::take);
        Set<SpendRow> refusedSpend = new HashSet<>();
        gold.refusals(AcceptSpend.FEED).keySet().forEach(position -> refusedSpend.add(SpendRow.at(position)));
        SpendLines spend = SpendLines.read(
                folder.resolve("ad-spend"), (file, row) -> refusedSpend.contains(new SpendRow(file, row)));
        return new Comparison(deliveries, spend, mapping(folder), time, gold.read());
    }

    /** A row of a spend file, as positions in quarantine name it: {@code name@version:row}. */
    private record SpendRow(String file, int row) {
        static SpendRow at(String position) {
            int row = position.lastIndexOf(':');
            int version = position.lastIndexOf('@', row);
            return new SpendRow(position.substring(0, version), Integer.parseInt(position.substring(row + 1)));
        }
    }

    /** The mapping that the job used: a file that it cannot read leaves the shipped one in force. */
    private static EventTypeMapping mapping(Path folder) throws IOException {
        Path file = folder.resolve("event-types.json");
        if (Files.exists(file)) {
            try {
                return EventTypeMapping.parse(Files.readAllBytes(file), Long.MIN_VALUE);
            } catch (IOException e) {
                LOG.warn("{}: the shipped mapping is in force: {}", file, e.getMessage());
            }
        }
        return EventTypeMapping.shipped();
    }

    private void print(List<Section> sections, long unexplained) throws IOException {
        try (Writer out = new BufferedWriter(
                new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8))) {
            if (format == Format.JSON) {
                ComparisonPrinter.json(sections, unexplained, out);
            } else {
                ComparisonPrinter.table(sections, unexplained, out);
            }
        }
    }
}
