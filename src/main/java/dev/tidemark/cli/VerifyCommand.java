package dev.tidemark.cli;

import dev.tidemark.audit.Difference;
import dev.tidemark.audit.Verification;
import dev.tidemark.config.TidemarkConfig;
import dev.tidemark.dashboard.VerifyNote;
import dev.tidemark.ingest.control.ControlFolder;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Recomputes Gold from Bronze and compares. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description =
                "Recomputes every Gold table from Bronze and compares it with the lake's, row by row. Exits with 1"
                        + " if they differ, beyond what is in flight. Give the configuration that the job runs with (reporting"
                        + " zone, lateness).",
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {"0:every row is as Bronze says", "1:some are not, or the lake cannot be read", "2:wrong usage"})
final class VerifyCommand implements Callable<Integer> {
    @Option(
            names = "--lake",
            defaultValue = "./lake",
            paramLabel = "LAKE",
            description = "Lake to verify: a folder or s3://bucket/prefix; default ${DEFAULT-VALUE}.")
    private String lake;

    @Option(
            names = "--differences",
            defaultValue = "20",
            paramLabel = "N",
            description = "How many differences to print of each table, default ${DEFAULT-VALUE}.")
    private int printed;

    @Mixin
    private ConfigOptions options;

    @Override
    public Integer call() throws Exception {
        TidemarkConfig config = options.config(lake);
        Verification.Result result = new Verification(config, options.knownPepper(lake)).run();
        if (result.tables().stream().allMatch(t -> t.rows() == 0)
                && result.differences().isEmpty()) {
            throw new CommandFailure(
                    "the lake " + lake + " has nothing to verify yet; fill it with ./tidemark replay or"
                            + " ./tidemark demo, or name another with --lake");
        }
        leaveNote(result, config);
        int width =
                result.tables().stream().mapToInt(t -> t.table().length()).max().orElse(0);
        for (Verification.TableResult t : result.tables()) {
            System.out.printf(
                    Locale.ROOT,
                    "%-" + width + "s  %8d rows  %s%n",
                    t.table(),
                    t.rows(),
                    t.differences() == 0 ? "as Bronze says" : count(t.differences()));
            List<Difference> of = result.differences().stream()
                    .filter(d -> d.table().equals(t.table()))
                    .limit(printed)
                    .toList();
            of.forEach(d -> System.out.println("    " + d));
        }
        result.unfinished()
                .ifPresent(u -> System.out.println("the job ended while it committed checkpoint " + u.checkpoint()
                        + ", before " + String.join(", ", u.tables())
                        + "; it commits the rest when it is started again. Verified is the checkpoint before"));
        System.out.println(
                result.differences().isEmpty()
                        ? "every Gold row equals its recomputation from Bronze (checkpoint " + result.checkpoint() + ")"
                        : count(result.differences().size()) + " at checkpoint " + result.checkpoint());
        return result.differences().isEmpty() ? 0 : 1;
    }

    private static String count(int differences) {
        return differences == 1 ? "1 difference" : differences + " differences";
    }

    /** For the dashboard to show. A lake that may only be read is verified all the same. */
    private void leaveNote(Verification.Result result, TidemarkConfig config) {
        VerifyNote note = new VerifyNote(
                Instant.now().truncatedTo(ChronoUnit.MILLIS).toString(),
                result.differences().isEmpty(),
                result.checkpoint(),
                result.tables().size(),
                result.tables().stream()
                        .mapToLong(Verification.TableResult::rows)
                        .sum(),
                result.differences().size(),
                result.differences().stream().limit(VerifyNote.MOST_DIFFERENCES).toList());
        try (ControlFolder control = new ControlFolder(lake, config.access())) {
            control.leaveNote(VerifyNote.NAME, note.toJson());
        } catch (IOException e) {
            System.err.println("tidemark: the result is not left in the lake for the dashboard: " + e);
        }
    }
}
