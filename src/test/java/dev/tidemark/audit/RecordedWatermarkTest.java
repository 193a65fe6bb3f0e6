package dev.tidemark.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.contract.ReportingTime;
import dev.tidemark.delta.Lake;
import dev.tidemark.domain.bookings.kpi.DataQuality;
import dev.tidemark.table.TableRow;
import dev.tidemark.table.TableSpec;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedWatermarkTest {
    private static final TableSpec TABLE = new DataQuality(new ReportingTime(ZoneOffset.UTC)).spec();
    private static final long NONE = Long.MIN_VALUE;
    private static final long MINUTE = 60_000_000;

    @TempDir
    private Path folder;

    @Test
    void isTheNewestThatTheTableTellsAndWhenItToldSoLast() throws Exception {
        assertThat(recorded(row(0, 500L, 3), row(1, 900L, 4), row(2, 900L, 6), row(3, 500L, 9), row(4, null, 9)))
                .isEqualTo(new RecordedWatermark(900, 6));
    }

    @Test
    void isNoneBeforeEventTimeBegins() throws Exception {
        assertThat(recorded(row(0, null, 3), row(1, null, 5))).isEqualTo(new RecordedWatermark(NONE, 5));
    }

    @Test
    void isNoneInAnEmptyLake() throws Exception {
        RecordedWatermark none = RecordedWatermark.of(cut());

        assertThat(none).isEqualTo(new RecordedWatermark(NONE, NONE));
        assertThat(none.latestMicros(NONE, 7)).isEqualTo(NONE);
        assertThat(none.latestMicros(100, 7)).isEqualTo(100);
    }

    @Test
    void eventTimeGoesOnByTheClockUntilTheNewestCommit() {
        RecordedWatermark told = new RecordedWatermark(1_000, 5_000);

        assertThat(told.latestMicros(NONE, 5_000)).isEqualTo(1_000 + MINUTE);
        assertThat(told.latestMicros(NONE, 5_000 + 3 * MINUTE)).isEqualTo(1_000 + 4 * MINUTE);
        assertThat(told.latestMicros(1_200, 5_000 + 3 * MINUTE)).isEqualTo(1_200 + 4 * MINUTE);
    }

    @Test
    void aCommitNeverTakesEventTimeBack() {
        assertThat(new RecordedWatermark(1_000, 5_000).latestMicros(NONE, 0)).isEqualTo(1_000 + MINUTE);
    }

    private RecordedWatermark recorded(Object[]... rows) throws Exception {
        List<TableRow> changes = new ArrayList<>();
        for (Object[] row : rows) {
            changes.add(new TableRow(TABLE.name(), row, false));
        }
        Lake.at(folder.toString()).open(TABLE).commitUpsert(changes, "tidemark/one", 1);
        return RecordedWatermark.of(cut());
    }

    private LakeCut cut() throws Exception {
        return LakeCut.newest(Lake.at(folder.toString()), List.of(TABLE));
    }

    private static Object[] row(long hour, Long watermark, long updatedAt) {
        Object[] row = new Object[TABLE.width()];
        row[TABLE.ordinal("hour")] = hour * 60 * MINUTE;
        row[TABLE.ordinal("feed")] = "webhooks";
        row[TABLE.ordinal("watermark")] = watermark;
        row[TABLE.ordinal("updated_at")] = updatedAt;
        row[TABLE.ordinal("received_date")] = 0;
        return row;
    }
}
