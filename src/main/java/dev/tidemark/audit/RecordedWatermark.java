package dev.tidemark.audit;

import dev.tidemark.contract.ReportingTime;
import dev.tidemark.delta.TableReader;
import dev.tidemark.domain.bookings.kpi.DataQuality;
import dev.tidemark.table.TableSpec;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * How far event time had come when Gold was written, as the data-quality table tells.
 *
 * @param micros microseconds since the epoch; {@link Long#MIN_VALUE} if event time has not begun
 * @param writtenAtMicros when the table told so last, or told anything if event time has not begun; {@link Long#MIN_VALUE}
 *     for an empty table
 */
record RecordedWatermark(long micros, long writtenAtMicros) {
    /** The spec is the same in every zone. */
    private static final TableSpec TABLE = new DataQuality(new ReportingTime(ZoneOffset.UTC)).spec();
    /** A live job takes that long from receipt to commit at most; one with a backlog tells as often as it commits. */
    private static final long BEHIND_MICROS = Duration.ofMinutes(1).toMillis() * 1_000;

    static RecordedWatermark of(LakeCut cut) throws IOException {
        Optional<TableReader> table = cut.table(TABLE);
        RecordedWatermark newest = new RecordedWatermark(Long.MIN_VALUE, Long.MIN_VALUE);
        if (table.isPresent()) {
            Columns c = new Columns(table.get());
            for (Object[] row : table.get().toList()) {
                Long w = (Long) c.value(row, "watermark");
                long micros = w == null ? Long.MIN_VALUE : w;
                long writtenAt = (Long) c.value(row, "updated_at");
                if (micros > newest.micros) {
                    newest = new RecordedWatermark(micros, writtenAt);
                } else if (micros == newest.micros) {
                    newest = new RecordedWatermark(micros, Math.max(newest.writtenAtMicros, writtenAt));
                }
            }
        }
        return newest;
    }

    /**
     * How far event time may have come when a lake was committed: while nothing is received it goes on by the clock, and
     * the table does not tell of every moment.
     *
     * @param newestReceiptMicros the newest time of receipt, or {@link Long#MIN_VALUE}
     * @param committedAtMicros when the newest commit was made
     */
    long latestMicros(long newestReceiptMicros, long committedAtMicros) {
        long told = Math.max(micros, newestReceiptMicros);
        return told == Long.MIN_VALUE || writtenAtMicros == Long.MIN_VALUE
                ? told
                : told + Math.max(0, committedAtMicros - writtenAtMicros) + BEHIND_MICROS;
    }
}
