package dev.tidemark.delta;

import dev.tidemark.delta.io.GuardedFiles;
import dev.tidemark.delta.io.LakeFiles;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.defaults.engine.DefaultParquetHandler;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;

/**
 * Kernel's access to Parquet files, but that a log checkpoint is published only if all that goes into it could be read.
 * Kernel closes, and so publishes, what it has written when a read fails half-way: readers would find that checkpoint and
 * miss the files that it lacks.
 */
final class WholeFiles extends DefaultParquetHandler {
    private final LakeFiles files;

    WholeFiles(LakeFiles files) {
        super(files);
        this.files = files;
    }

    @Override
    public void writeParquetFileAtomically(String location, CloseableIterator<FilteredColumnarBatch> data)
            throws IOException {
        Source source = new Source(data);
        new DefaultParquetHandler(new GuardedFiles(files, source::isReadToItsEnd))
                .writeParquetFileAtomically(location, source);
    }

    private static final class Source implements CloseableIterator<FilteredColumnarBatch> {
        private final CloseableIterator<FilteredColumnarBatch> data;
        private boolean ended;

        Source(CloseableIterator<FilteredColumnarBatch> data) {
            this.data = data;
        }

        boolean isReadToItsEnd() {
            return ended;
        }

        @Override
        public boolean hasNext() {
            ended = !data.hasNext();
            return !ended;
        }

        @Override
        public FilteredColumnarBatch next() {
            return data.next();
        }

        @Override
        public void close() throws IOException {
            data.close();
        }
    }
}
