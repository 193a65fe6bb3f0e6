package dev.tidemark.ingest.kinesis;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.flink.connector.base.source.reader.RecordsBySplits;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsAddition;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsChange;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;

/** Polls the shards of one reader and hands over what has come, in the order of each shard. Runs in the fetch thread. */
final class KinesisShardSplitReader implements SplitReader<ShardItem, KinesisShardSplit> {
    /** A read is up to 10 MB; with the batches queued behind this one it bounds the memory of a catch-up. */
    private static final int MAX_IN_FLIGHT = 8;
    /** Longest time without looking at the shards, should all be paused or waiting. */
    private static final long IDLE_MILLIS = 1_000;
    /** How often a quiet shard says that it has been read up to now: event time's step while nothing comes. */
    private static final long PROGRESS_MILLIS = 1_000;

    private final KinesisAsyncClient client;
    private final KinesisSourceSettings settings;
    private final ShardLag lag;
    private final InstantSource clock;
    private final Random random = new Random();
    private final Map<String, ShardCursor> cursors = new LinkedHashMap<>();
    private final Map<String, Long> progressAtMillis = new LinkedHashMap<>();
    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    /** Answers of paused shards, at most one each. */
    private final List<Answer> heldBack = new ArrayList<>();

    KinesisShardSplitReader(
            KinesisAsyncClient client, KinesisSourceSettings settings, ShardLag lag, InstantSource clock) {
        this.client = client;
        this.settings = settings;
        this.lag = lag;
        this.clock = clock;
    }

    /** What came of one request: a response or a failure. {@link #WAKE_UP} is of no shard. */
    private record Answer(ShardCursor cursor, long askedAtMillis, GetRecordsResponse response, Throwable failure) {
        static final Answer WAKE_UP = new Answer(null, 0, null, null);
    }

    @Override
    public RecordsWithSplitIds<ShardItem> fetch() {
        RecordsBySplits.Builder<ShardItem> batch = new RecordsBySplits.Builder<>();
        List<Answer> come = new ArrayList<>();
        heldBack.removeIf(answer -> !answer.cursor().paused() && come.add(answer));
        long wakeAtMillis = ask(clock.millis());
        if (come.isEmpty()) {
            await(wakeAtMillis, come);
        }
        answers.drainTo(come);
        for (Answer answer : come) {
            if (answer != Answer.WAKE_UP) {
                take(answer, batch);
            }
        }
        return batch.build();
    }

    /** Sends what is due, the longest waiting first. Returns when to look again. */
    private long ask(long nowMillis) {
        long inFlight = cursors.values().stream()
                .filter(cursor -> cursor.inFlight() && !cursor.paused())
                .count();
        List<ShardCursor> idle = cursors.values().stream()
                .filter(cursor -> !cursor.inFlight() && !cursor.paused())
                .sorted(Comparator.comparingLong(ShardCursor::nextAtMillis))
                .toList();
        for (ShardCursor cursor : idle) {
            if (cursor.nextAtMillis() > nowMillis) {
                return Math.min(cursor.nextAtMillis(), nowMillis + IDLE_MILLIS);
            }
            if (inFlight++ >= MAX_IN_FLIGHT) {
                break;
            }
            cursor.request()
                    .whenComplete((response, failure) -> answers.add(new Answer(cursor, nowMillis, response, failure)));
        }
        return nowMillis + IDLE_MILLIS;
    }

    private void await(long wakeAtMillis, List<Answer> come) {
        try {
            Answer answer = answers.poll(Math.max(1, wakeAtMillis - clock.millis()), TimeUnit.MILLISECONDS);
            if (answer != null) {
                come.add(answer);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(Answer answer, RecordsBySplits.Builder<ShardItem> batch) {
        ShardCursor cursor = answer.cursor();
        long nowMillis = clock.millis();
        if (answer.failure() != null) {
            cursor.failed(answer.failure(), nowMillis);
            return;
        }
        if (cursor.paused()) {
            heldBack.add(answer);
            return;
        }
        GetRecordsResponse response = answer.response();
        String shardId = cursor.shardId();
        for (Record record : response.records()) {
            batch.add(
                    shardId,
                    new ShardItem(record, record.approximateArrivalTimestamp().toEpochMilli()));
        }
        long behindMillis = response.millisBehindLatest() == null ? 0 : response.millisBehindLatest();
        lag.update(shardId, behindMillis);
        if (isReadToItsEnd(response)
                && answer.askedAtMillis() - progressAtMillis.getOrDefault(shardId, 0L) >= PROGRESS_MILLIS) {
            batch.add(shardId, new ShardItem(null, answer.askedAtMillis()));
            progressAtMillis.put(shardId, answer.askedAtMillis());
        }
        if (cursor.take(response, nowMillis)) {
            batch.addFinishedSplit(shardId);
            cursors.remove(shardId);
            progressAtMillis.remove(shardId);
            lag.ended(shardId);
        }
    }

    /**
     * Whether the shard held nothing more when it was asked. Not so when it was closed by then: what came after is in its
     * children.
     */
    private static boolean isReadToItsEnd(GetRecordsResponse response) {
        return response.records().isEmpty()
                && response.millisBehindLatest() != null
                && response.millisBehindLatest() == 0
                && response.nextShardIterator() != null;
    }

    @Override
    public void handleSplitsChanges(SplitsChange<KinesisShardSplit> change) {
        if (!(change instanceof SplitsAddition)) {
            throw new UnsupportedOperationException("Shards are only added, not " + change);
        }
        for (KinesisShardSplit split : change.splits()) {
            cursors.put(split.splitId(), new ShardCursor(split, client, settings, random));
        }
    }

    @Override
    public void pauseOrResumeSplits(Collection<KinesisShardSplit> toPause, Collection<KinesisShardSplit> toResume) {
        pause(toPause, true);
        pause(toResume, false);
    }

    private void pause(Collection<KinesisShardSplit> splits, boolean pause) {
        for (KinesisShardSplit split : splits) {
            ShardCursor cursor = cursors.get(split.splitId());
            if (cursor != null) {
                cursor.pause(pause);
            }
        }
    }

    @Override
    public void wakeUp() {
        answers.add(Answer.WAKE_UP);
    }

    @Override
    public void close() {
        client.close();
    }
}
