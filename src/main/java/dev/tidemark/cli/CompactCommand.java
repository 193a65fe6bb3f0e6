package dev.tidemark.cli;

import dev.tidemark.delta.Compaction;
import dev.tidemark.delta.Lake;
import dev.tidemark.table.TableSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Rewrites small files into large ones. */
@Command(
        name = "compact",
        mixinStandardHelpOptions = true,
        description = "Rewrites the small files of partitions that are closed into few large ones. No row changes, and"
                + " readers of changes see none. May run beside a job; what it replaces stays on disk until vacuum.")
final class CompactCommand implements Callable<Integer> {
    @Option(
            names = "--quiet-for",
            defaultValue = "1h",
            paramLabel = "TIME",
            description = "A partition counts as closed when nothing was added to it for this time; default"
                    + " ${DEFAULT-VALUE}.")
    private String quietFor;

    @Mixin
    private MaintainedLake maintained;

    @Override
    public Integer call() throws Exception {
        Duration quiet = MaintainedLake.duration("--quiet-for", quietFor);
        int tables = 0;
        int open = 0;
        try (Lake lake = maintained.open()) {
            Compaction compaction = new Compaction(lake, quiet, Instant.now());
            for (TableSpec table : maintained.tables()) {
                Optional<Compaction.Result> result = compaction.run(table);
                result.ifPresent(CompactCommand::print);
                tables += result.isPresent() ? 1 : 0;
                open += result.map(Compaction.Result::open).orElse(0);
            }
        }
        if (tables == 0) {
            throw maintained.noTable();
        }
        if (open > 0) {
            System.out.println(
                    open + " partitions with small files were left as they are, because something was added to"
                            + " them in the last " + quietFor + "; see --quiet-for");
        }
        return 0;
    }

    private static void print(Compaction.Result r) {
        System.out.printf(
                Locale.ROOT,
                "%-32s  %6d files -> %6d  (%d partitions, %,d bytes written%s)%n",
                r.table(),
                r.filesBefore(),
                r.filesAfter(),
                r.partitions(),
                r.bytes(),
                r.lostRaces() == 0 ? "" : ", " + r.lostRaces() + " races lost");
    }
}
