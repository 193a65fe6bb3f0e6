package dev.tidemark.ingest.kinesis;

import org.apache.flink.util.FlinkRuntimeException;

/** Records that the job has not read are older than the stream's retention: going on would lose them in silence. */
public final class TrimmedPositionException extends FlinkRuntimeException {
    private static final long serialVersionUID = 1L;

    TrimmedPositionException(String message) {
        super(message);
    }
}
