package dev.tidemark.delta;

import static dev.tidemark.delta.Tables.COUNTS;
import static dev.tidemark.delta.Tables.count;
import static dev.tidemark.delta.Tables.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.delta.kernel.TableManager;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFilesTest {
    @TempDir
    Path dir;

    @Test
    void aLogCheckpointThatCouldNotBeReadToItsEndIsNotPublished() throws IOException {
        Lake lake = Lake.at(dir.toString(), LakeOptions.DEFAULT.withCheckpointInterval(1_000));
        DeltaTable table = lake.open(COUNTS);
        for (int i = 1; i <= 5; i++) {
            table.commitUpsert(List.of(count(i, "a", i)), "app", i);
        }
        SnapshotImpl snapshot = (SnapshotImpl)
                TableManager.loadSnapshot(lake.tableLocation("counts")).build(lake.engine());
        String checkpoint = lake.tableLocation("counts") + "/_delta_log/00000000000000000005.checkpoint.parquet";

        assertThatThrownBy(() -> lake.engine()
                        .getParquetHandler()
                        .writeParquetFileAtomically(
                                checkpoint, failingAfterOne(snapshot.getCreateCheckpointIterator(lake.engine()))))
                .hasStackTraceContaining("the network is gone");

        assertThat(dir.resolve("counts/_delta_log")).isDirectoryNotContaining("glob:**.checkpoint.parquet");
        assertThat(dir.resolve("counts/_delta_log")).isDirectoryNotContaining("glob:**.tmp");
        assertThat(read(Lake.at(dir.toString()), "counts")).hasSize(5);
        snapshot.writeCheckpoint(lake.engine());
        assertThat(dir.resolve("counts/_delta_log")).isDirectoryContaining("glob:**5.checkpoint.parquet");
        assertThat(read(Lake.at(dir.toString()), "counts")).hasSize(5);
    }

    private static CloseableIterator<FilteredColumnarBatch> failingAfterOne(
            CloseableIterator<FilteredColumnarBatch> data) {
        return new CloseableIterator<>() {
            private int given;

            @Override
            public boolean hasNext() {
                if (given == 1) {
                    throw new UncheckedIOException(new IOException("the network is gone"));
                }
                return data.hasNext();
            }

            @Override
            public FilteredColumnarBatch next() {
                given++;
                return data.next();
            }

            @Override
            public void close() throws IOException {
                data.close();
            }
        };
    }
}
