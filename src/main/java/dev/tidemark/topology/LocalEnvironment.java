package dev.tidemark.topology;

import java.nio.file.Path;
import java.util.Optional;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Flink on a mini cluster in this process, bound to loopback. On a cluster and on MSF none of this applies: there these
 * settings belong to the cluster.
 */
public final class LocalEnvironment {
    private LocalEnvironment() {}

    /**
     * An environment whose checkpoints stay when the process dies.
     *
     * @param settings Flink's settings, from {@code flink-conf/config.yaml} and flags
     * @param stateFolder where checkpoints go
     * @param restoreFrom the checkpoint or savepoint to go on from; it then belongs to the job, which deletes it when a
     *     newer one is complete
     */
    public static StreamExecutionEnvironment create(
            Configuration settings, Path stateFolder, Optional<Path> restoreFrom) {
        Configuration conf = new Configuration(settings);
        conf.set(RestOptions.ADDRESS, "127.0.0.1");
        conf.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
        conf.set(JobManagerOptions.BIND_HOST, "127.0.0.1");
        conf.set(TaskManagerOptions.BIND_HOST, "127.0.0.1");
        conf.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                stateFolder.resolve("checkpoints").toUri().toString());
        conf.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        restoreFrom.ifPresent(path -> {
            conf.set(StateRecoveryOptions.SAVEPOINT_PATH, path.toUri().toString());
            conf.set(StateRecoveryOptions.RESTORE_MODE, RecoveryClaimMode.CLAIM);
        });
        requireTypedState(conf);
        return conf.getOptional(RestOptions.BIND_PORT).isPresent()
                ? StreamExecutionEnvironment.createLocalEnvironmentWithWebUI(conf)
                : StreamExecutionEnvironment.getExecutionEnvironment(conf);
    }

    /** No Kryo and no generated uids: state written today must be readable tomorrow. */
    public static void requireTypedState(Configuration conf) {
        conf.set(PipelineOptions.GENERIC_TYPES, false);
        conf.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    }
}
