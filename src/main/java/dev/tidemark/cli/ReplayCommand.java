package dev.tidemark.cli;

import dev.tidemark.config.TidemarkConfig;
import dev.tidemark.contract.ReportingTime;
import dev.tidemark.domain.bookings.WebhookSecrets;
import dev.tidemark.domain.bookings.decode.PersonKeys;
import dev.tidemark.domain.bookings.decode.WebhookClock;
import dev.tidemark.topology.Feeds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the graph over a folder. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = "Runs the same job over a folder of recorded input and exits when all is committed. Run again on"
                + " the same lake it reads only what is new.")
final class ReplayCommand implements Callable<Integer> {
    @Option(
            names = "--input",
            required = true,
            paramLabel = "DIR",
            description = "Folder with calendly-webhooks/*.jsonl[.gz], ad-spend/ and event-types.json; each may be"
                    + " missing.")
    private Path input;

    @Mixin
    private WrittenLake written;

    @Option(
            names = "--as-of",
            paramLabel = "TIME",
            description = "Instant to decide as of, such as 2026-01-31T00:00:00Z; default: the newest webhook read.")
    private String asOf;

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            description = "Subtasks of each operator, default ${DEFAULT-VALUE}.")
    private int parallelism = FlinkSettings.replayParallelism();

    @Option(
            names = "--flink",
            paramLabel = "KEY=VALUE",
            description = "Sets one of Flink's own settings, such as --flink state.backend.type=hashmap; wins over"
                    + " flink-conf/config.yaml.")
    private Map<String, String> flinkKeys = new HashMap<>();

    @Mixin
    private ConfigOptions options;

    @Override
    public Integer call() throws Exception {
        if (!Files.isDirectory(input)) {
            throw new CommandFailure("there is no folder " + input + "; name one with --input");
        }
        Long asOfMicros = asOf == null ? null : (Long) ReportingTime.micros(instant(asOf));
        try (LakeFolder lake = written.openForWriting()) {
            TidemarkConfig config = options.config(lake.location());
            ReportingTime time = new ReportingTime(config.zone());
            byte[] pepper = options.pepper(lake);
            Feeds feeds = Feeds.replay(
                    input.toAbsolutePath().normalize(),
                    config,
                    new WebhookClock(new PersonKeys(pepper), time),
                    asOfMicros,
                    lake.newestState().isEmpty());
            Configuration flink = FlinkSettings.load();
            flink.set(CoreOptions.DEFAULT_PARALLELISM, parallelism);
            FlinkSettings.replay(flink, flinkKeys);
            Progress progress = Progress.start("replaying " + input);
            LocalJob job =
                    LocalJob.start(lake, flink, feeds, config, new WebhookSecrets(List.of(unknownKey()), pepper));
            job.awaitEndOfReplay(parallelism + 2);
            progress.say("all read; committing");
            job.stop();
            progress.say("done; see: ./tidemark show gold_channel_attribution --lake " + written);
        }
        return 0;
    }

    /** A replay takes nothing that is pushed: it is signed with a key that nobody has. */
    private static String unknownKey() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new CommandFailure("--as-of is '" + text + "'; write it as 2026-01-31T00:00:00Z");
        }
    }
}
