package dev.tidemark.delta;

import dev.tidemark.delta.encode.BufferPool;
import dev.tidemark.delta.encode.ColumnEncoder;
import dev.tidemark.delta.encode.PageWorkspace;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.OutputFile;

/**
 * One zstd Parquet file of rows of a table, without the partition columns: those live in the log. Values go straight to
 * the encoders of their columns; Parquet's record model in between would take a fifth of the time.
 *
 * <p>Not for use by several threads.
 */
final class RowFile {
    /** Bounds the memory of an open file; its columns are encoded in memory until a row group is full. */
    private static final long ROW_GROUP_BYTES = 32L << 20;

    /**
     * A column with more distinct values than this goes on without a dictionary: a larger one falls out of the processor's
     * cache (a quarter slower over 71 columns) and saves hardly 1 % of the file, because zstd finds repetitions too.
     */
    private static final int DICTIONARY_BYTES = 128 << 10;

    /** A divisor of the most rows that a page has. */
    private static final int ROWS_BETWEEN_PAGE_CHECKS = 100;

    private static final int ROWS_BETWEEN_SIZE_CHECKS = 1000;
    /** In a few rows everything is new. */
    private static final int ROWS_TO_LEARN_FROM = 200;

    private static final int NO_PADDING = 0;
    private static final boolean WITH_CHECKSUMS = true;

    private final TableLayout layout;
    private final PageWorkspace workspace;
    private final ParquetFileWriter file;
    private final ColumnEncoder[] columns;
    private long rowsInGroup;

    /** @param buffers of the thread that writes */
    RowFile(TableLayout layout, OutputFile to, BufferPool buffers) throws IOException {
        this.layout = layout;
        this.workspace = new PageWorkspace(buffers);
        this.columns = encoders(layout, buffers);
        this.file = new ParquetFileWriter(
                to,
                layout.parquetSchema(),
                ParquetFileWriter.Mode.CREATE,
                ROW_GROUP_BYTES,
                NO_PADDING,
                ParquetProperties.DEFAULT_COLUMN_INDEX_TRUNCATE_LENGTH,
                ParquetProperties.DEFAULT_STATISTICS_TRUNCATE_LENGTH,
                WITH_CHECKSUMS);
        file.start();
    }

    private static ColumnEncoder[] encoders(TableLayout layout, BufferPool buffers) {
        Set<String> withoutDictionary = layout.dictionaries().columnsWithout();
        List<ColumnDescriptor> leaves = layout.parquetSchema().getColumns();
        ColumnEncoder[] encoders = new ColumnEncoder[leaves.size()];
        for (int i = 0; i < encoders.length; i++) {
            String path = layout.leafPath(i);
            encoders[i] = ColumnEncoder.of(
                    leaves.get(i),
                    withoutDictionary.contains(path) ? 0 : DICTIONARY_BYTES,
                    !layout.columnsWithoutStatistics().contains(path),
                    buffers);
        }
        return encoders;
    }

    /** @throws IllegalArgumentException if a value is not of its column's class; the message names table and column */
    void write(Object[] row) throws IOException {
        layout.write(row, columns);
        rowsInGroup++;
        if (rowsInGroup % ROWS_BETWEEN_PAGE_CHECKS == 0) {
            endFullPages();
            if (rowsInGroup % ROWS_BETWEEN_SIZE_CHECKS == 0 && bufferedBytes() >= ROW_GROUP_BYTES) {
                endRowGroup();
            }
        }
    }

    /** How many bytes of encoded columns wait in memory, about. */
    long bufferedBytes() {
        long bytes = 0;
        for (ColumnEncoder c : columns) {
            bytes += c.bufferedBytes();
        }
        return bytes;
    }

    /** How much memory the columns take, in bytes. */
    long memoryBytes() {
        long bytes = 0;
        for (ColumnEncoder c : columns) {
            bytes += c.memoryBytes();
        }
        return bytes;
    }

    /** How long the file has grown, what waits in memory included, in bytes. */
    long size() throws IOException {
        return file.getPos() + bufferedBytes();
    }

    /** Finishes the file: before, it can't be read. */
    ParquetMetadata finish() throws IOException {
        try (file) {
            endRowGroup();
            file.end(Map.of());
        } finally {
            release();
        }
        ParquetMetadata footer = file.getFooter();
        for (BlockMetaData group : footer.getBlocks()) {
            if (group.getRowCount() >= ROWS_TO_LEARN_FROM) {
                for (ColumnChunkMetaData c : group.getColumns()) {
                    layout.dictionaries()
                            .learn(
                                    c.getPath().toDotString(),
                                    c.getEncodingStats().hasDictionaryEncodedPages());
                }
            }
        }
        return footer;
    }

    /** Gives up; what was written so far is no file. */
    void abort() throws IOException {
        try (file) {
            release();
        }
    }

    private void endFullPages() throws IOException {
        try (workspace) {
            for (ColumnEncoder c : columns) {
                if (c.isPageFull(rowsInGroup)) {
                    c.endPage(rowsInGroup, workspace);
                }
            }
        }
    }

    private void endRowGroup() throws IOException {
        if (rowsInGroup == 0) {
            return;
        }
        try (workspace) {
            file.startBlock(rowsInGroup);
            for (ColumnEncoder c : columns) {
                c.writeTo(file, rowsInGroup, workspace);
            }
            file.endBlock();
        }
        rowsInGroup = 0;
    }

    private void release() {
        for (ColumnEncoder c : columns) {
            c.release();
        }
    }
}
