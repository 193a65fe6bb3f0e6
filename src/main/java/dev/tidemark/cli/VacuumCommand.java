package dev.tidemark.cli;

import dev.tidemark.delta.Lake;
import dev.tidemark.delta.Vacuum;
import dev.tidemark.table.TableSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Deletes files that no version of a table needs. */
@Command(
        name = "vacuum",
        mixinStandardHelpOptions = true,
        description =
                "Deletes data files that no table needs any more: left behind by attempts that failed, or removed by"
                        + " commits, both longer ago than --retain. All tables are looked at, and what will go is printed,"
                        + " before the first file is deleted. May run beside a job.")
final class VacuumCommand implements Callable<Integer> {
    /** A running job's files wait for their checkpoint; a checkpoint that takes longer than that is none. */
    private static final Duration SHORTEST = Duration.ofHours(1);

    @Option(
            names = "--retain",
            defaultValue = "7d",
            paramLabel = "TIME",
            description = "Versions that were the newest one within this time stay readable, and files younger than it"
                    + " stay: at least 1h, and longer than a job may stand still before it goes on from its checkpoint;"
                    + " default ${DEFAULT-VALUE}.")
    private String retain;

    @Option(names = "--dry-run", description = "Only print what would go.")
    private boolean dryRun;

    @Option(names = "--files", description = "Print every file, not only how many.")
    private boolean listFiles;

    @Mixin
    private MaintainedLake maintained;

    @Override
    public Integer call() throws Exception {
        Duration retention = MaintainedLake.duration("--retain", retain);
        if (retention.compareTo(SHORTEST) < 0) {
            throw new CommandFailure("--retain is " + retain + "; less than 1h could take files that a running job has"
                    + " written and not committed yet");
        }
        try (Lake lake = maintained.open()) {
            Vacuum vacuum = new Vacuum(lake, retention, Instant.now());
            List<Vacuum.Garbage> all = new ArrayList<>();
            for (TableSpec table : maintained.tables()) {
                vacuum.find(table.name()).ifPresent(all::add);
            }
            if (all.isEmpty()) {
                throw maintained.noTable();
            }
            print(all);
            if (!dryRun) {
                for (Vacuum.Garbage garbage : all) {
                    vacuum.delete(garbage);
                }
            }
        }
        return 0;
    }

    private void print(List<Vacuum.Garbage> all) {
        int width = all.stream().mapToInt(g -> g.table().length()).max().orElse(0);
        int files = 0;
        long bytes = 0;
        for (Vacuum.Garbage g : all) {
            System.out.printf(
                    Locale.ROOT,
                    "%-" + width + "s  %7d live files  %7d to delete  %,15d bytes%n",
                    g.table(),
                    g.live(),
                    g.locations().size(),
                    g.bytes());
            if (listFiles) {
                g.locations().forEach(l -> System.out.println("    " + l));
            }
            files += g.locations().size();
            bytes += g.bytes();
        }
        System.out.printf(Locale.ROOT, "%s %d files, %,d bytes%n", dryRun ? "would delete" : "deleting", files, bytes);
    }
}
