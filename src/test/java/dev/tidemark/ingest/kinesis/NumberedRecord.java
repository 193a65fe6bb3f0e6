package dev.tidemark.ingest.kinesis;

/** What the tests read: a number within a key, with where it came from and the shard's clock. */
public class NumberedRecord {
    public String key;
    public int number;
    public String shardId;
    public String sequenceNumber;
    public long clockMicros;

    public NumberedRecord() {}

    NumberedRecord(String key, int number, String shardId, String sequenceNumber, long clockMicros) {
        this.key = key;
        this.number = number;
        this.shardId = shardId;
        this.sequenceNumber = sequenceNumber;
        this.clockMicros = clockMicros;
    }
}
