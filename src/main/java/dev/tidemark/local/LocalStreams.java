package dev.tidemark.local;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/** Makes streams, whether or not they are there already. */
final class LocalStreams {
    static final int DEFAULT_HOURS = 24;
    static final int DEFAULT_KIB = 1024;
    private static final Duration ACTIVE_WITHIN = Duration.ofSeconds(30);
    private static final long LOOK_MILLIS = 20;

    private final KinesisAsyncClient client;

    LocalStreams(KinesisAsyncClient client) {
        this.client = client;
    }

    void ensure(String name, int shards, int retentionHours, int maxRecordSizeKiB) throws IOException {
        try {
            create(name, shards, maxRecordSizeKiB);
            StreamDescriptionSummary stream = awaitActive(name);
            if (stream.retentionPeriodHours() < retentionHours) {
                client.increaseStreamRetentionPeriod(r -> r.streamName(name).retentionPeriodHours(retentionHours))
                        .join();
                awaitActive(name);
            }
        } catch (CompletionException e) {
            throw new IOException(
                    "The stream " + name + " could not be made: " + e.getCause().getMessage(), e.getCause());
        }
    }

    private void create(String name, int shards, int maxRecordSizeKiB) {
        try {
            client.createStream(r -> r.streamName(name).shardCount(shards).maxRecordSizeInKiB(maxRecordSizeKiB))
                    .join();
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof ResourceInUseException)) {
                throw e;
            }
        }
    }

    private StreamDescriptionSummary awaitActive(String name) throws IOException {
        long deadline = System.nanoTime() + ACTIVE_WITHIN.toNanos();
        while (System.nanoTime() < deadline) {
            StreamDescriptionSummary stream = describe(name);
            if (stream != null && stream.streamStatus() == StreamStatus.ACTIVE) {
                return stream;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while waiting for the stream " + name, e);
            }
        }
        throw new IOException("The stream " + name + " was not active within " + ACTIVE_WITHIN.toSeconds() + " s");
    }

    private StreamDescriptionSummary describe(String name) {
        try {
            return client.describeStreamSummary(r -> r.streamName(name)).join().streamDescriptionSummary();
        } catch (CompletionException e) {
            if (e.getCause() instanceof ResourceNotFoundException) {
                return null;
            }
            throw e;
        }
    }
}
