package dev.tidemark.ingest.kinesis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.util.FlinkRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.AccessDeniedException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Shard;

/**
 * Looks for shards at intervals and hands each that {@link ShardLedger} lets go to the reader with the fewest. Tells the
 * readers when ended shards need not hold event time any longer: that is two looks later, when children were found and
 * have been read for an interval, so that event time does not leave them behind.
 */
final class KinesisShardEnumerator implements SplitEnumerator<KinesisShardSplit, KinesisEnumeratorState> {
    private static final Logger LOG = LoggerFactory.getLogger(KinesisShardEnumerator.class);
    private static final int LOOKS_UNTIL_SUCCEEDED = 2;

    private final SplitEnumeratorContext<KinesisShardSplit> context;
    private final KinesisSourceSettings settings;
    private final KinesisAsyncClient client;
    private final ShardDiscovery discovery;
    private final ShardLedger ledger;
    /** Which reader reads a shard; not in checkpoints, as readers announce what they own. */
    private final Map<String, Integer> readerByShard = new HashMap<>();
    /** Ended shards that still hold event time. */
    private final Map<String, EndedShard> ended = new HashMap<>();
    /** Readers that have had a first word of event time. */
    private final Set<Integer> told = new HashSet<>();

    /** Whether the ledger has taken in the first list; read by the worker thread. */
    private volatile boolean discovered;

    private int failures;
    /** How many looks were taken in since the start. */
    private long looks;

    private boolean closed;

    KinesisShardEnumerator(
            SplitEnumeratorContext<KinesisShardSplit> context,
            KinesisSourceSettings settings,
            KinesisAsyncClient client,
            KinesisEnumeratorState state) {
        this.context = context;
        this.settings = settings;
        this.client = client;
        this.discovery = new ShardDiscovery(client, settings.streamArn());
        this.ledger = new ShardLedger(state);
        this.discovered = state.discovered();
    }

    @Override
    public void start() {
        context.callAsync(
                this::list, this::take, 0, settings.discoveryInterval().toMillis());
    }

    /** A shard's reader, and how many looks there were when it ended. */
    private record EndedShard(int reader, long looks) {}

    /** What one look at the stream found, and whether it was the look from the initial position. */
    private record Listing(boolean first, List<Shard> shards) {}

    /** Runs in a worker thread. */
    private Listing list() {
        boolean first = !discovered;
        return new Listing(first, first ? discovery.listFrom(ledger.startAtMillis()) : discovery.listAll());
    }

    private void take(Listing listing, Throwable failure) {
        if (closed) {
            return; // a look that was under way has lost its client
        }
        if (failure != null) {
            discoveryFailed(failure);
            return;
        }
        failures = 0;
        if (listing.first() && discovered) {
            // asked before the answer of the one before was taken in; it lacks shards that are known by now
            return;
        }
        ledger.discover(listing.shards());
        discovered = true;
        looks++;
        assign();
    }

    private void discoveryFailed(Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        failures++;
        boolean hopeless = cause instanceof ResourceNotFoundException || cause instanceof AccessDeniedException;
        if (hopeless || failures > settings.maxFailures()) {
            throw new FlinkRuntimeException(
                    "Listing the shards of " + settings.streamArn() + " failed (" + failures + " in a row): "
                            + cause.getMessage(),
                    cause);
        }
        LOG.warn(
                "Listing the shards of {} failed {} time(s), trying again in {} ms: {}",
                settings.streamArn(),
                failures,
                settings.discoveryInterval().toMillis(),
                cause.toString());
    }

    private void assign() {
        // with some readers missing, the first ones to register would get everything
        if (context.registeredReaders().size() < context.currentParallelism()) {
            return;
        }
        for (KinesisShardSplit split : ledger.ready()) {
            int reader = leastLoadedReader();
            ledger.assigned(split.splitId());
            readerByShard.put(split.splitId(), reader);
            LOG.info("{} of {} goes to reader {}", split, settings.streamName(), reader);
            context.assignSplit(split, reader);
        }
        if (looks > 0) {
            tellOfEventTime();
        }
    }

    private void tellOfEventTime() {
        Map<Integer, List<String>> succeeded = new HashMap<>();
        ended.entrySet()
                .removeIf(shard -> shard.getValue().looks() + LOOKS_UNTIL_SUCCEEDED <= looks
                        && succeeded
                                .computeIfAbsent(shard.getValue().reader(), reader -> new ArrayList<>())
                                .add(shard.getKey()));
        for (int reader : context.registeredReaders().keySet()) {
            if (told.add(reader) || succeeded.containsKey(reader)) {
                context.sendEventToSourceReader(reader, new ShardsSucceeded(succeeded.getOrDefault(reader, List.of())));
            }
        }
    }

    private int leastLoadedReader() {
        Comparator<Integer> byLoad = Comparator.comparingLong(
                reader -> readerByShard.values().stream().filter(reader::equals).count());
        return context.registeredReaders().keySet().stream()
                .min(byLoad.thenComparing(Comparator.naturalOrder()))
                .orElseThrow();
    }

    @Override
    public void handleSourceEvent(int subtaskId, SourceEvent event) {
        if (event instanceof ShardsFinished finished) {
            finished.shardIds().forEach(shardId -> {
                ledger.finished(shardId);
                readerByShard.remove(shardId);
                ended.putIfAbsent(shardId, new EndedShard(subtaskId, looks));
            });
            assign();
        } else if (event instanceof ShardsOwned owned) {
            owned.shardIds().forEach(shardId -> {
                // a reader that failed alone begins again at its checkpoint, maybe with a shard that had ended since
                ledger.assigned(shardId);
                readerByShard.put(shardId, subtaskId);
                ended.remove(shardId);
            });
        }
    }

    @Override
    public void handleSplitRequest(int subtaskId, String requesterHostname) {
        // shards are pushed to the readers
    }

    @Override
    public void addSplitsBack(List<KinesisShardSplit> splits, int subtaskId) {
        for (KinesisShardSplit split : splits) {
            ledger.returned(split);
            readerByShard.remove(split.splitId());
        }
    }

    @Override
    public void addReader(int subtaskId) {
        told.remove(subtaskId);
        assign();
    }

    @Override
    public KinesisEnumeratorState snapshotState(long checkpointId) {
        return ledger.state();
    }

    @Override
    public void close() {
        closed = true;
        client.close();
    }
}
