package dev.tidemark.envelope;

/**
 * One delivery as it arrived, the body untouched.
 *
 * @param feed the feed it belongs to, such as {@code calendly-webhooks}
 * @param id unique for each delivery: the gateway's request id, or file and line in a replay
 * @param receivedAtMicros when the gateway took it, microseconds since the epoch
 * @param signature the value of the signature header, or null if none came
 * @param body the raw body, byte for byte
 * @param position where the record was read: shard and sequence number, or file and line
 * @param clockMicros the newest time of receipt seen in the same shard or file up to and including this record: how far
 *     the feed had come when this record arrived. Lateness is measured against it, so that it depends on the order of
 *     the input alone, not on the speed or the parallelism of the job
 * @param origin how it came, which decides whether a signature is needed
 * @param defect null, or why the envelope itself could not be taken as it should; the body then holds what there was
 */
public record Envelope(
        String feed,
        String id,
        long receivedAtMicros,
        String signature,
        byte[] body,
        String position,
        long clockMicros,
        Origin origin,
        String defect) {

    /** How a record came into the job. */
    public enum Origin {
        /** Pushed through the gateway by a stranger: must be signed. */
        PUSHED,
        /** Read by ourselves from a place we trust: a replay folder, a polled source. */
        PULLED
    }

    /** The Kinesis record was not an envelope. */
    public static final String BAD_ENVELOPE = "bad_envelope";
    /** The gateway had to cut the body to fit a Kinesis record. */
    public static final String BODY_TRUNCATED = "body_too_large";

    /** The same envelope at the place where it was read, with the clock of that shard or file. */
    public Envelope at(String newPosition, long newClockMicros) {
        return new Envelope(feed, id, receivedAtMicros, signature, body, newPosition, newClockMicros, origin, defect);
    }
}
