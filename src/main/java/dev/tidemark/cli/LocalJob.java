package dev.tidemark.cli;

import dev.tidemark.config.TidemarkConfig;
import dev.tidemark.delta.LakeOptions;
import dev.tidemark.domain.bookings.WebhookSecrets;
import dev.tidemark.ingest.EndOfReplay;
import dev.tidemark.topology.Feeds;
import dev.tidemark.topology.LocalEnvironment;
import dev.tidemark.topology.Pipeline;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointException;
import org.apache.flink.runtime.checkpoint.CheckpointFailureReason;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ExceptionUtils;

/** The job on a mini cluster in this process, going on from the newest state that the lake keeps. */
final class LocalJob {
    private final JobClient client;
    /** Asked for at the start: the cluster ends with the job, and can't be asked for anything then. */
    private final CompletableFuture<JobExecutionResult> end;

    private final LakeFolder lake;

    private LocalJob(JobClient client, LakeFolder lake) {
        this.client = client;
        this.end = client.getJobExecutionResult();
        this.lake = lake;
    }

    /**
     * Starts the job.
     *
     * @param settings Flink's settings; the state folders are added
     * @throws CommandFailure if the lake has rows but no state to go on from: going on would double them
     */
    static LocalJob start(
            LakeFolder lake, Configuration settings, Feeds feeds, TidemarkConfig config, WebhookSecrets secrets)
            throws Exception {
        Optional<Path> state = lake.newestState();
        if (state.isEmpty() && lake.hasCommits(LakeOptions.DEFAULT.withS3(config.s3()))) {
            throw new CommandFailure("the lake " + lake.location() + " has rows, but the state in " + lake.state()
                    + " that knows what they hold is gone; put it back, or name a new lake with --lake");
        }
        StreamExecutionEnvironment env = LocalEnvironment.create(settings, lake.state(), state);
        Pipeline.build(env, feeds, config, secrets);
        return new LocalJob(env.executeAsync("tidemark"), lake);
    }

    /** Waits until every source of a replay has come to its end; fails if the job does. */
    void awaitEndOfReplay(int sources) throws Exception {
        while (endsReached() < sources) {
            requireRunning();
            TimeUnit.MILLISECONDS.sleep(250);
        }
    }

    private int endsReached() throws InterruptedException, ExecutionException {
        Object count;
        try {
            count = client.getAccumulators().get().get(EndOfReplay.ACCUMULATOR);
        } catch (IllegalStateException e) {
            // the cluster has just ended: the job's result says why
            end.handle((result, failure) -> failure).join();
            requireRunning();
            throw e;
        }
        return count == null ? 0 : (Integer) count;
    }

    /** Fails with the job's own reason if it no longer runs. */
    void requireRunning() throws InterruptedException {
        if (!end.isDone()) {
            return;
        }
        try {
            end.get();
        } catch (ExecutionException e) {
            throw new CommandFailure("the job failed: " + rootMessage(e), e);
        }
        throw new CommandFailure("the job stopped by itself");
    }

    /** Stops with a savepoint in the lake, everything committed; the next run goes on from there. */
    void stop() throws Exception {
        String savepoints = lake.state().resolve("savepoints").toUri().toString();
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
        while (true) {
            requireRunning();
            try {
                // a large replay decides its meetings first; the checkpoint time-out bounds it
                client.stopWithSavepoint(false, savepoints, SavepointFormatType.NATIVE)
                        .get();
                break;
            } catch (ExecutionException e) {
                if (!isTooEarly(e) || System.nanoTime() > deadline) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
        end.get(1, TimeUnit.MINUTES);
    }

    /** Short input is read to its end before the last task has opened its state and tables. */
    private static boolean isTooEarly(Throwable e) {
        return ExceptionUtils.findThrowable(e, CheckpointException.class)
                .filter(c -> c.getCheckpointFailureReason() == CheckpointFailureReason.NOT_ALL_REQUIRED_TASKS_RUNNING)
                .isPresent();
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }
}
