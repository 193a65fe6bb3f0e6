package dev.tidemark.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.delta.encode.BufferPool;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowFileTest {
    private static final int THREADS = 4;
    private static final int FILES = 20;

    @TempDir
    private Path folder;

    /** Each thread has buffers of its own, whatever Parquet shares between its writers. */
    @Test
    void threadsThatWriteAtTheSameTimeKeepTheirRowsApart() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try (Lake lake = Lake.at(folder.toString())) {
            DeltaTable table = lake.open(Tables.ALL_TYPES);
            CyclicBarrier begin = new CyclicBarrier(THREADS);
            List<Future<List<DataFile>>> written = new ArrayList<>();
            List<String> expected = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                List<Object[]> rows = new ArrayList<>();
                for (int i = 0; i < 500; i++) {
                    rows.add(Tables.allTypes(1_000L * t + i, t));
                }
                for (int f = 0; f < FILES; f++) {
                    expected.addAll(Tables.texts(rows));
                }
                written.add(pool.submit(() -> {
                    begin.await();
                    DataFileWriters writers = lake.dataFileWriters();
                    List<DataFile> files = new ArrayList<>();
                    for (int f = 0; f < FILES; f++) {
                        for (Object[] row : rows) {
                            writers.write(Tables.ALL_TYPES, row);
                        }
                        files.addAll(writers.finish().get(Tables.ALL_TYPES.name()));
                    }
                    return files;
                }));
            }
            List<DataFile> all = new ArrayList<>();
            for (Future<List<DataFile>> w : written) {
                all.addAll(w.get());
            }
            table.commitAppend(all, "test", 1);

            expected.sort(null);
            assertThat(Tables.read(lake, Tables.ALL_TYPES.name())).isEqualTo(expected);
        } finally {
            pool.shutdownNow();
        }
    }

    /** A job writes files for months: what stays behind of each would fill the memory. */
    @Test
    void everyBufferComesBack() throws Exception {
        BufferPool pool = new BufferPool();
        TableLayout layout = new TableLayout(Tables.ALL_TYPES);
        for (int rows : new int[] {0, 1, 300, 3_000}) {
            RowFile file =
                    new RowFile(layout, new ParquetExport.StreamFile("rows", OutputStream.nullOutputStream()), pool);
            for (int i = 0; i < rows; i++) {
                file.write(Tables.allTypes(i, 1));
            }
            file.finish();
            assertThat(pool.lent()).as("%d rows", rows).isZero();
        }
        RowFile file = new RowFile(layout, new ParquetExport.StreamFile("rows", OutputStream.nullOutputStream()), pool);
        for (int i = 0; i < 300; i++) {
            file.write(Tables.allTypes(i, 1));
        }
        file.abort();
        assertThat(pool.lent()).isZero();
    }

    @Test
    void aBufferIsTakenBackOnceAndByItsOwnPool() {
        BufferPool pool = new BufferPool();
        byte[] buffer = pool.takeBytes(700);
        assertThat(buffer).hasSizeGreaterThanOrEqualTo(700);
        pool.giveBack(buffer);
        assertThat(pool.takeBytes(1_024)).isSameAs(buffer);
        pool.giveBack(buffer);

        assertThatThrownBy(() -> pool.giveBack(buffer)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new BufferPool().giveBack(pool.takeBytes(700)))
                .isInstanceOf(IllegalStateException.class);
    }
}
