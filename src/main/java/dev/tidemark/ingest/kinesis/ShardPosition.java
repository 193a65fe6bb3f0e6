package dev.tidemark.ingest.kinesis;

import java.time.Instant;
import java.util.Objects;

/**
 * Where reading of a shard goes on.
 *
 * <p>There is no LATEST here on purpose: it would mean another place each time it is asked for, and a restore before the
 * first record would skip what came in between. The enumerator turns it into a time once.
 *
 * @param kind how the place is given
 * @param sequenceNumber the last record that was emitted, only for {@link Kind#AFTER_SEQUENCE_NUMBER}, else null
 * @param timestampMillis milliseconds since the epoch, only for {@link Kind#AT_TIMESTAMP}, else 0
 */
record ShardPosition(Kind kind, String sequenceNumber, long timestampMillis) {

    /** How the place is given. The names are part of the checkpoint format. */
    enum Kind {
        /** The oldest record the stream still has. */
        TRIM_HORIZON,
        /** The first record that arrived at or after a time. */
        AT_TIMESTAMP,
        /** The record after a known one. */
        AFTER_SEQUENCE_NUMBER,
        /** All records of the shard were emitted, and it gets no more. */
        SHARD_END
    }

    static final ShardPosition TRIM_HORIZON = new ShardPosition(Kind.TRIM_HORIZON, null, 0);
    static final ShardPosition SHARD_END = new ShardPosition(Kind.SHARD_END, null, 0);

    ShardPosition {
        if ((kind == Kind.AFTER_SEQUENCE_NUMBER) != (sequenceNumber != null)) {
            throw new IllegalArgumentException(
                    "a sequence number belongs to AFTER_SEQUENCE_NUMBER alone, not to " + kind);
        }
    }

    static ShardPosition atTimestamp(long millis) {
        return new ShardPosition(Kind.AT_TIMESTAMP, null, millis);
    }

    static ShardPosition after(String sequenceNumber) {
        return new ShardPosition(Kind.AFTER_SEQUENCE_NUMBER, Objects.requireNonNull(sequenceNumber), 0);
    }

    @Override
    public String toString() {
        return switch (kind) {
            case AT_TIMESTAMP -> kind + " " + Instant.ofEpochMilli(timestampMillis);
            case AFTER_SEQUENCE_NUMBER -> kind + " " + sequenceNumber;
            default -> kind.toString();
        };
    }
}
