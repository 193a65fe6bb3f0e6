package dev.tidemark.cli;

import dev.tidemark.delta.Compaction;
import dev.tidemark.delta.DataFileWriters;
import dev.tidemark.delta.DeltaTable;
import dev.tidemark.delta.Lake;
import dev.tidemark.delta.TableReader;
import dev.tidemark.table.ColumnType;
import dev.tidemark.table.TableRow;
import dev.tidemark.table.TableSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures how long it takes to open a table that had many commits. */
@Command(
        name = "bench-log",
        mixinStandardHelpOptions = true,
        description =
                "Measures how long it takes to open a table on the local disk after many commits: as the job leaves"
                        + " its log, without checksums, and without log checkpoints either. With --append also what compaction does to it.")
final class BenchLogCommand implements Callable<Integer> {
    private static final String APPLICATION = "bench";
    private static final int PARTITIONS = 30;
    private static final int ROUNDS = 21;
    private static final int WARM_UP = 5;
    private static final double NANOS_PER_MILLI = 1e6;

    private static final TableSpec UPSERTED = TableSpec.upsert("upserted", TableSpec.Layer.GOLD)
            .column("day", ColumnType.DATE, "")
            .column("channel", ColumnType.STRING, "")
            .column("n", ColumnType.LONG, "")
            .key("day", "channel")
            .partitionBy("day")
            .build();

    private static final TableSpec APPENDED = TableSpec.append("appended", TableSpec.Layer.BRONZE)
            .column("id", ColumnType.LONG, "")
            .column("day", ColumnType.DATE, "")
            .partitionBy("day")
            .build();

    @Option(
            names = "--commits",
            defaultValue = "10000",
            paramLabel = "N",
            description = "Commits to make first, default ${DEFAULT-VALUE}.")
    private int commits;

    @Option(
            names = "--append",
            description =
                    "A table whose commits each add a file, as Bronze; default: one whose commits rewrite one of 30"
                            + " partitions, as Gold.")
    private boolean append;

    @Override
    public Integer call() throws Exception {
        Path folder = Files.createTempDirectory("tidemark-bench-log");
        try {
            Progress progress = Progress.start("making " + commits + " commits in " + folder);
            long start = System.nanoTime();
            makeCommits(folder);
            double millis = (System.nanoTime() - start) / NANOS_PER_MILLI;
            progress.say(String.format(Locale.ROOT, "%.1f ms a commit, log checkpoints included", millis / commits));
            Path log = folder.resolve(table().name()).resolve("_delta_log");
            measure(folder, "as the job leaves it");
            if (append) {
                compact(folder, progress);
            }
            delete(log, name -> name.endsWith(".crc"));
            measure(folder, "without checksums");
            delete(log, name -> name.contains("checkpoint"));
            measure(folder, "without checkpoints");
        } finally {
            Folders.delete(folder);
        }
        return 0;
    }

    private TableSpec table() {
        return append ? APPENDED : UPSERTED;
    }

    private void makeCommits(Path folder) throws IOException {
        try (Lake lake = Lake.at(folder.toString())) {
            DeltaTable table = lake.open(table());
            for (int i = 0; i < commits; i++) {
                int day = i % PARTITIONS;
                if (append) {
                    DataFileWriters files = lake.dataFileWriters();
                    files.write(APPENDED, new Object[] {(long) i, day});
                    table.commitAppend(files.finish().get(APPENDED.name()), APPLICATION, i);
                } else {
                    table.commitUpsert(List.of(TableRow.of(UPSERTED, day, "a", (long) i)), APPLICATION, i);
                }
            }
        }
    }

    private void measure(Path folder, String what) throws IOException {
        long[] open = new long[ROUNDS];
        long[] first = new long[ROUNDS];
        for (int i = -WARM_UP; i < ROUNDS; i++) {
            long start = System.nanoTime();
            try (Lake lake = Lake.at(folder.toString())) {
                TableReader reader = lake.read(table().name());
                long opened = System.nanoTime();
                try (var rows = reader.rows()) {
                    rows.next();
                }
                if (i >= 0) {
                    open[i] = opened - start;
                    first[i] = System.nanoTime() - start;
                }
            }
        }
        Arrays.sort(open);
        Arrays.sort(first);
        System.out.printf(
                Locale.ROOT,
                "%-20s  open: median %.0f ms, max %.0f ms; first row: median %.0f ms, max %.0f ms%n",
                what,
                open[ROUNDS / 2] / NANOS_PER_MILLI,
                open[ROUNDS - 1] / NANOS_PER_MILLI,
                first[ROUNDS / 2] / NANOS_PER_MILLI,
                first[ROUNDS - 1] / NANOS_PER_MILLI);
    }

    private void compact(Path folder, Progress progress) throws IOException {
        try (Lake lake = Lake.at(folder.toString())) {
            double before = readAllMillis(lake);
            progress.say("compacting");
            long start = System.nanoTime();
            Compaction.Result result = new Compaction(lake, Duration.ZERO, Instant.now())
                    .run(table())
                    .orElseThrow();
            double millis = (System.nanoTime() - start) / NANOS_PER_MILLI;
            System.out.printf(
                    Locale.ROOT,
                    "compaction of %d files to %d took %.0f ms; reading all rows took %.0f ms before, %.0f ms after%n",
                    result.filesBefore(),
                    result.filesAfter(),
                    millis,
                    before,
                    readAllMillis(lake));
        }
        measure(folder, "after compaction");
    }

    private double readAllMillis(Lake lake) throws IOException {
        long start = System.nanoTime();
        int rows = lake.read(table().name()).toList().size();
        if (rows != commits) {
            throw new IllegalStateException(rows + " rows after " + commits + " commits of one row each");
        }
        return (System.nanoTime() - start) / NANOS_PER_MILLI;
    }

    private static void delete(Path log, Predicate<String> which) throws IOException {
        try (Stream<Path> files = Files.list(log)) {
            for (Path p :
                    files.filter(p -> which.test(p.getFileName().toString())).toList()) {
                Files.delete(p);
            }
        }
    }
}
