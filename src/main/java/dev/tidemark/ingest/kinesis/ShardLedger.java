package dev.tidemark.ingest.kinesis;

import dev.tidemark.ingest.kinesis.KinesisEnumeratorState.KnownShard;
import dev.tidemark.ingest.kinesis.KinesisEnumeratorState.Status;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.kinesis.model.Shard;

/**
 * The rules of which shards are read, and when: a child shard only after all its parents were read to the end, which
 * keeps the order of a partition key across resharding. Knows nothing of Flink's runtime or of AWS calls.
 */
final class ShardLedger {
    private final Map<String, KnownShard> shards = new TreeMap<>();
    private final long startAtMillis;
    private boolean discovered;

    ShardLedger(KinesisEnumeratorState state) {
        this.discovered = state.discovered();
        this.startAtMillis = state.startAtMillis();
        state.shards().forEach(shard -> shards.put(shard.split().splitId(), shard));
    }

    long startAtMillis() {
        return startAtMillis;
    }

    /**
     * Takes in what the stream lists: adds new shards and forgets those that were read and that nobody needs any more.
     *
     * <p>The first list begins at the initial position, so all of it is new. Later lists hold everything within the
     * stream's retention: new is what descends from a known shard; the rest was closed before the initial position.
     *
     * @throws TrimmedPositionException if a shard that was not read to its end has left the stream
     */
    void discover(List<Shard> listed) {
        boolean first = !discovered;
        boolean grew = true;
        // the list is not sorted: a grandchild may come before the child that makes it a descendant
        while (grew) {
            grew = false;
            for (Shard shard : listed) {
                if (!shards.containsKey(shard.shardId()) && (first || descendsFromKnown(shard))) {
                    add(shard, first);
                    grew = true;
                }
            }
        }
        discovered = true;
        Set<String> stillListed = listed.stream().map(Shard::shardId).collect(Collectors.toSet());
        if (!first) {
            refuseLost(stillListed);
        }
        forgetFinished(stillListed);
    }

    private boolean descendsFromKnown(Shard shard) {
        return parents(shard).stream().anyMatch(shards::containsKey);
    }

    private void add(Shard shard, boolean first) {
        Set<String> parents = parents(shard);
        boolean atStart = first && startAtMillis != KinesisEnumeratorState.FROM_OLDEST;
        ShardPosition position = atStart ? ShardPosition.atTimestamp(startAtMillis) : ShardPosition.TRIM_HORIZON;
        put(KinesisShardSplit.unread(shard.shardId(), parents, position), Status.WAITING);
    }

    private void refuseLost(Set<String> listed) {
        if (shards.keySet().stream().noneMatch(listed::contains)) {
            throw new TrimmedPositionException("None of the shards that were read so far is in the stream any more: "
                    + String.join(", ", shards.keySet())
                    + ". Either the stream was made anew, or the checkpoint is older than the stream's retention."
                    + " Start without the checkpoint to go on from what the stream still has.");
        }
        List<String> lost = shards.values().stream()
                .filter(shard -> shard.status() == Status.WAITING)
                .map(KnownShard::split)
                .filter(split -> !listed.contains(split.splitId()))
                .map(KinesisShardSplit::toString)
                .toList();
        if (!lost.isEmpty()) {
            throw new TrimmedPositionException("These shards have left the stream before they were read to their end: "
                    + String.join(", ", lost)
                    + ". Their records are older than the stream's retention and are lost to this job."
                    + " Start without the checkpoint to go on from what the stream still has.");
        }
    }

    private void forgetFinished(Set<String> listed) {
        Set<String> awaited = shards.values().stream()
                .filter(shard -> shard.status() == Status.WAITING)
                .flatMap(shard -> shard.split().parentShardIds().stream())
                .collect(Collectors.toSet());
        shards.values()
                .removeIf(shard -> shard.status() == Status.FINISHED
                        && !listed.contains(shard.split().splitId())
                        && !awaited.contains(shard.split().splitId()));
    }

    /** The shards that may be handed out now, by id: waiting, and every parent finished or unknown. */
    List<KinesisShardSplit> ready() {
        return shards.values().stream()
                .filter(shard -> shard.status() == Status.WAITING)
                .map(KnownShard::split)
                .filter(split -> split.parentShardIds().stream().allMatch(this::finishedOrUnknown))
                .toList();
    }

    private boolean finishedOrUnknown(String shardId) {
        KnownShard shard = shards.get(shardId);
        return shard == null || shard.status() == Status.FINISHED;
    }

    void assigned(String shardId) {
        setStatus(shardId, Status.ASSIGNED);
    }

    void finished(String shardId) {
        setStatus(shardId, Status.FINISHED);
    }

    /** A reader gave this shard back with its last checkpoint. */
    void returned(KinesisShardSplit split) {
        put(split, split.ended() ? Status.FINISHED : Status.WAITING);
    }

    private void setStatus(String shardId, Status status) {
        shards.computeIfPresent(shardId, (id, shard) -> new KnownShard(shard.split(), status));
    }

    private void put(KinesisShardSplit split, Status status) {
        shards.put(split.splitId(), new KnownShard(split, status));
    }

    KinesisEnumeratorState state() {
        return new KinesisEnumeratorState(discovered, startAtMillis, List.copyOf(shards.values()));
    }

    private static Set<String> parents(Shard shard) {
        return Stream.of(shard.parentShardId(), shard.adjacentParentShardId())
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
