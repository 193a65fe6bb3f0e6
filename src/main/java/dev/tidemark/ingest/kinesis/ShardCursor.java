package dev.tidemark.ingest.kinesis;

import dev.tidemark.ingest.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.random.RandomGenerator;
import org.apache.flink.util.FlinkRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.AccessDeniedException;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** Reads one shard, one request in flight at most. Used by the fetch thread alone; only the client's answers come from others. */
final class ShardCursor {
    private static final Logger LOG = LoggerFactory.getLogger(ShardCursor.class);

    private final KinesisAsyncClient client;
    private final KinesisSourceSettings settings;
    private final RandomGenerator random;
    private final KinesisShardSplit split;

    private ShardPosition position;
    /** Null when a new one is to be fetched for the position; a new one is set by the client's thread. */
    private volatile String iterator;

    private boolean inFlight;
    private boolean paused;
    private long nextAtMillis;
    private int failures;

    ShardCursor(
            KinesisShardSplit split,
            KinesisAsyncClient client,
            KinesisSourceSettings settings,
            RandomGenerator random) {
        this.split = split;
        this.position = split.position();
        this.client = client;
        this.settings = settings;
        this.random = random;
    }

    String shardId() {
        return split.splitId();
    }

    boolean inFlight() {
        return inFlight;
    }

    boolean paused() {
        return paused;
    }

    void pause(boolean pause) {
        paused = pause;
    }

    /** When the next request may go out, milliseconds since the epoch. */
    long nextAtMillis() {
        return nextAtMillis;
    }

    /** Asks for records; the answer or the failure has to be given to {@link #take} or {@link #failed}. */
    CompletableFuture<GetRecordsResponse> request() {
        inFlight = true;
        CompletableFuture<String> start =
                iterator == null ? newIterator() : CompletableFuture.completedFuture(iterator);
        return start.thenCompose(shardIterator -> client.getRecords(r ->
                r.streamARN(settings.streamArn()).shardIterator(shardIterator).limit(settings.maxRecords())));
    }

    /** Moves on past an answer. Returns whether the shard ends with it. */
    boolean take(GetRecordsResponse response, long nowMillis) {
        inFlight = false;
        failures = 0;
        if (!response.records().isEmpty()) {
            Record last = response.records().get(response.records().size() - 1);
            position = ShardPosition.after(last.sequenceNumber());
        }
        iterator = response.nextShardIterator();
        nextAtMillis = nowMillis + settings.pollInterval().toMillis();
        return iterator == null;
    }

    /**
     * Decides what follows from a failure: a new iterator, a later attempt, or the end of the job.
     *
     * @throws FlinkRuntimeException if repeating can't help, or was done often enough
     */
    void failed(Throwable thrown, long nowMillis) {
        inFlight = false;
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof TrimmedPositionException trimmed) {
            throw trimmed;
        }
        failures++;
        String what = "Reading " + shardId() + " of " + settings.streamArn() + " at " + position;
        if (failures > settings.maxFailures() || hopeless(cause)) {
            throw new FlinkRuntimeException(what + " failed (" + failures + " in a row): " + cause.getMessage(), cause);
        }
        if (cause instanceof ExpiredIteratorException) {
            // five minutes without a read, as when the shard was paused: the position is still good
            iterator = null;
            nextAtMillis = nowMillis;
            return;
        }
        long delay = Backoff.delayMillis(failures, random);
        nextAtMillis = nowMillis + delay;
        LOG.warn("{} failed {} time(s), trying again in {} ms: {}", what, failures, delay, cause.toString());
    }

    private boolean hopeless(Throwable cause) {
        // a time that is in the future for Kinesis, whose clock is not ours, will come
        boolean mayCome = iterator == null && position.kind() == ShardPosition.Kind.AT_TIMESTAMP;
        return cause instanceof ResourceNotFoundException
                || cause instanceof AccessDeniedException
                || cause instanceof InvalidArgumentException && !mayCome;
    }

    private CompletableFuture<String> newIterator() {
        GetShardIteratorRequest.Builder request = GetShardIteratorRequest.builder()
                .streamARN(settings.streamArn())
                .shardId(shardId());
        switch (position.kind()) {
            case AFTER_SEQUENCE_NUMBER ->
                request.shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                        .startingSequenceNumber(position.sequenceNumber());
            case AT_TIMESTAMP ->
                request.shardIteratorType(ShardIteratorType.AT_TIMESTAMP)
                        .timestamp(Instant.ofEpochMilli(position.timestampMillis()));
            case TRIM_HORIZON -> request.shardIteratorType(ShardIteratorType.TRIM_HORIZON);
            case SHARD_END -> throw new IllegalStateException(shardId() + " has ended and is not read again");
        }
        boolean untouchedSinceRestore = position.equals(split.position());
        CompletableFuture<?> before = untouchedSinceRestore && split.readUpToMillis() != KinesisShardSplit.NONE
                ? refuseTrimmed()
                : CompletableFuture.completedFuture(null);
        return before.thenCompose(checked -> client.getShardIterator(request.build()))
                .thenApply(GetShardIteratorResponse::shardIterator)
                .whenComplete((fetched, failure) -> iterator = fetched);
    }

    /**
     * Kinesis itself begins silently at its oldest record if the position of a checkpoint is older. Every record that
     * arrived before {@code readUpTo} was read, so nothing is lost as long as that is within the retention.
     */
    private CompletableFuture<Void> refuseTrimmed() {
        return client.describeStreamSummary(r -> r.streamARN(settings.streamArn()))
                .thenAccept(answer -> {
                    Duration retention =
                            Duration.ofHours(answer.streamDescriptionSummary().retentionPeriodHours());
                    Instant readUpTo = Instant.ofEpochMilli(split.readUpToMillis());
                    if (readUpTo.isBefore(Instant.now().minus(retention))) {
                        throw new TrimmedPositionException("The checkpoint has read " + shardId() + " of "
                                + settings.streamArn() + " up to " + readUpTo + " (" + position
                                + "), but the stream keeps records for " + retention.toHours()
                                + " hours only: what came between may be gone. Restore a newer checkpoint, or start without"
                                + " the state of this source to go on from what the stream still has.");
                    }
                });
    }
}
