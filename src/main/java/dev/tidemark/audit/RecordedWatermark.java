package dev.tidemark.audit;

import dev.tidemark.contract.ReportingTime;
import dev.tidemark.delta.TableReader;
import dev.tidemark.domain.bookings.kpi.DataQuality;
import dev.tidemark.table.TableSpec;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.Optional;

/** How far event time had come when Gold was written, as the data-quality table tells. */
final class RecordedWatermark {
    /** The spec is the same in every zone. */
    private static final TableSpec TABLE = new DataQuality(new ReportingTime(ZoneOffset.UTC)).spec();

    private RecordedWatermark() {}

    /** Microseconds since the epoch; {@link Long#MIN_VALUE} if event time has not begun. */
    static long of(LakeCut cut) throws IOException {
        Optional<TableReader> table = cut.table(TABLE);
        long newest = Long.MIN_VALUE;
        if (table.isPresent()) {
            Columns c = new Columns(table.get());
            for (Object[] row : table.get().toList()) {
                Long w = (Long) c.value(row, "watermark");
                newest = w == null ? newest : Math.max(newest, w);
            }
        }
        return newest;
    }
}
