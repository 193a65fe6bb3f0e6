package dev.tidemark.ingest.kinesis;

/** How far one shard has been emitted: the changing twin of {@link KinesisShardSplit}, used by the task thread alone. */
final class ShardProgress implements ShardClock {
    private final KinesisShardSplit start;
    private String sequenceNumber;
    private long clockMicros;
    private long readUpToMillis;

    ShardProgress(KinesisShardSplit start) {
        this.start = start;
        this.clockMicros = start.clockMicros();
        this.readUpToMillis = start.readUpToMillis();
    }

    String shardId() {
        return start.splitId();
    }

    @Override
    public long advance(long micros) {
        clockMicros = Math.max(clockMicros, micros);
        return clockMicros;
    }

    @Override
    public long micros() {
        return clockMicros;
    }

    void emitted(ShardItem item) {
        if (item.record() != null) {
            sequenceNumber = item.record().sequenceNumber();
        }
        readUpToMillis = Math.max(readUpToMillis, item.readUpToMillis());
    }

    KinesisShardSplit split() {
        ShardPosition position = sequenceNumber == null ? start.position() : ShardPosition.after(sequenceNumber);
        return new KinesisShardSplit(start.splitId(), start.parentShardIds(), position, clockMicros, readUpToMillis);
    }
}
