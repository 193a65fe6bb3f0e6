package dev.tidemark.cli;

import dev.tidemark.config.TidemarkConfig;
import dev.tidemark.domain.bookings.spend.AcceptSpend;
import dev.tidemark.ingest.control.ControlFolder;
import dev.tidemark.ingest.control.FetchStatus;
import dev.tidemark.ingest.store.Location;
import dev.tidemark.topology.Feeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells a running job to fetch. */
@Command(
        name = "fetch",
        mixinStandardHelpOptions = true,
        description = "Tells the job that writes a lake to fetch a polled feed now, wherever it runs: by a small file"
                + " under the lake's _control/. Exits with 1 if --wait was given and the fetch failed, or no job seems"
                + " to run.")
final class FetchCommand implements Callable<Integer> {
    private static final long LOOK_MILLIS = 500;
    /** While a fetch runs, so many times the patience: one large file gives no sign for a while. */
    private static final int MORE_PATIENCE = 10;

    /** What can be fetched, as people say it. */
    enum Feed {
        SPEND(AcceptSpend.FEED, "start one with spend.location set, such as with ./tidemark demo"),
        HISTORY(Feeds.HISTORY, "one reads Calendly's history if it has a token in TIDEMARK_CALENDLY_TOKEN");

        private final String feed;
        private final String remedy;

        /** @param remedy what to do if no job ever told of the feed */
        Feed(String feed, String remedy) {
            this.feed = feed;
            this.remedy = remedy;
        }
    }

    @Parameters(index = "0", paramLabel = "FEED", description = "spend or history.")
    private Feed feed;

    @Option(
            names = "--lake",
            defaultValue = "./lake",
            paramLabel = "DIR",
            description = "The job's lake, a folder or s3://bucket/prefix; default ${DEFAULT-VALUE}.")
    private String lake;

    @Option(names = "--wait", description = "Shows the progress until a fetch that began after the request has ended.")
    private boolean wait;

    @Option(
            names = "--patience",
            defaultValue = "30",
            paramLabel = "SECONDS",
            description = "With --wait: how long to go without a sign of a job, default ${DEFAULT-VALUE}.")
    private int patienceSeconds;

    @Mixin
    private ConfigOptions options;

    @Override
    public Integer call() throws Exception {
        TidemarkConfig config = options.config(lake);
        if (Location.parse(lake) instanceof Location.Folder folder && !Files.isDirectory(Path.of(folder.path()))) {
            throw new CommandFailure("there is no lake " + lake + "; name the job's lake with --lake");
        }
        try (ControlFolder control = new ControlFolder(lake, config.access())) {
            Progress progress = Progress.start("asking for a fetch of " + feed.feed + " through " + control);
            Optional<FetchStatus> before = control.status(feed.feed);
            control.request(feed.feed);
            if (wait) {
                return await(control, progress);
            }
            progress.say(
                    before.isEmpty()
                            ? "no job has told of this feed in this lake so far; a job answers once it runs"
                            : "the last fetch began at " + before.get().startedAt()
                                    + "; --wait shows how the next goes");
            return 0;
        }
    }

    private int await(ControlFolder control, Progress progress) throws IOException, InterruptedException {
        Optional<FetchStatus> seen = control.status(feed.feed);
        long heardNanos = System.nanoTime();
        while (true) {
            Optional<FetchStatus> status = control.status(feed.feed);
            Optional<ControlFolder.Answer> answer = control.answered(feed.feed);
            // somebody else may have asked since; what answers them began after our request too
            if (answer.isPresent() && answer.get().request().equals(control.requested(feed.feed))) {
                return ended(answer.get(), control.status(feed.feed), progress);
            }
            if (!status.equals(seen)) {
                seen = status;
                heardNanos = System.nanoTime();
                status.ifPresent(s -> progress.say(line(s)));
            }
            boolean running = status.isPresent() && status.get().state().equals(FetchStatus.RUNNING);
            Duration patience = Duration.ofSeconds((long) patienceSeconds * (running ? MORE_PATIENCE : 1));
            if (System.nanoTime() - heardNanos > patience.toNanos()) {
                if (status.isEmpty()) {
                    throw new CommandFailure("no job seems to run on the lake " + lake + " that reads this feed: for "
                            + patience.toSeconds() + " s there was no sign of one; " + feed.remedy
                            + ": it then fetches at once");
                }
                throw new CommandFailure("no job seems to run on the lake " + lake + ": for " + patience.toSeconds()
                        + " s there was no sign of one"
                        + " (its last fetch began at " + status.get().startedAt() + ")"
                        + "; start it, such as with ./tidemark demo: it then fetches at once");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    private int ended(ControlFolder.Answer answer, Optional<FetchStatus> status, Progress progress) {
        status.ifPresent(s -> progress.say(line(s)));
        if (answer.failure() != null) {
            throw new CommandFailure("the fetch of " + feed.feed + " failed: " + answer.failure());
        }
        progress.say("done; the tables follow with the job's next checkpoint");
        return 0;
    }

    private static String line(FetchStatus s) {
        return s.state() + ": " + s.done()
                + (s.total() == null ? "" : " of " + s.total())
                + (s.remainingSeconds() == null
                        ? ""
                        : String.format(Locale.ROOT, ", about %d s to go", s.remainingSeconds()))
                + (s.message() == null ? "" : "; " + s.message());
    }
}
