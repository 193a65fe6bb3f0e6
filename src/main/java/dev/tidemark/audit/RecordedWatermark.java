package dev.tidemark.audit;

import dev.tidemark.contract.ReportingTime;
import dev.tidemark.delta.FileReading;
import dev.tidemark.delta.TableReader;
import dev.tidemark.domain.bookings.kpi.DataQuality;
import dev.tidemark.table.TableSpec;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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

    private static final RecordedWatermark NONE = new RecordedWatermark(Long.MIN_VALUE, Long.MIN_VALUE);

    /** The table that tells. */
    static TableSpec table() {
        return TABLE;
    }

    /** Reads the whole table. */
    static RecordedWatermark of(LakeCut cut) throws IOException {
        try (FileReading reading = new FileReading()) {
            return of(cut, new PerFile<>(0), reading);
        }
    }

    /** Reads what of the table is not known yet. */
    static RecordedWatermark of(LakeCut cut, PerFile<RecordedWatermark> known, FileReading reading) throws IOException {
        Optional<TableReader> table = cut.table(TABLE);
        if (table.isEmpty()) {
            return NONE;
        }
        Columns c = new Columns(table.get());
        RecordedWatermark newest = NONE;
        for (RecordedWatermark of : known.of(
                        table.get().only(Set.of("watermark", "updated_at")), reading, rows -> newest(c, rows))
                .values()) {
            newest = newest.or(of);
        }
        return newest;
    }

    private static RecordedWatermark newest(Columns c, List<Object[]> rows) {
        RecordedWatermark newest = NONE;
        for (Object[] row : rows) {
            Long w = (Long) c.value(row, "watermark");
            newest =
                    newest.or(new RecordedWatermark(w == null ? Long.MIN_VALUE : w, (Long) c.value(row, "updated_at")));
        }
        return newest;
    }

    /** The one that is farther, and was told last. */
    private RecordedWatermark or(RecordedWatermark other) {
        if (other.micros != micros) {
            return other.micros > micros ? other : this;
        }
        return other.writtenAtMicros > writtenAtMicros ? other : this;
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
